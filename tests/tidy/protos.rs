//! The protos keep to their conventions. That each element has a comment is
//! tested beside them, in `crates/proto`.

use harness::{
    dynamic::{contracts_as_data, methods},
    samples::Sample,
};

#[test]
fn every_method_has_a_sample_and_every_sample_fits() {
    for method in methods(&contracts_as_data()) {
        let name = method.full_name();
        let sample = Sample::of(&method).unwrap_or_else(|| panic!("{name} has no sample request"));
        let fits = sample.as_messages();
        assert!(fits.is_ok(), "the sample of {name}: {fits:?}");
        let several = sample.messages.len() > 1;
        assert_eq!(
            several,
            method.is_client_streaming(),
            "{name} shows what it takes: a stream several messages, any other one"
        );
    }
}

#[test]
fn every_mutation_takes_a_request_id_and_every_read_a_moment() {
    for method in methods(&contracts_as_data()) {
        let name = method.name();
        let has = |field: &str| method.input().get_field_by_name(field).is_some();
        let mutates = [
            "Create", "Update", "Void", "Archive", "Retire", "Install", "Compile", "Import",
            "Record", "Submit", "Return", "Approve", "Publish", "Withdraw",
        ]
        .iter()
        .any(|verb| name.starts_with(verb));
        if mutates {
            assert!(
                has("request_id"),
                "{} takes no request id",
                method.full_name()
            );
        } else if !["ListCubes", "ListFairs", "BackUpBooks", "ExtractClaims"].contains(&name) {
            // Cubes are of the release and fairs of no fair; a copy of the books
            // holds every moment of every fair; claims are read from a text alone.
            assert!(has("as_of"), "{} reads at no moment", method.full_name());
        }
    }
}
