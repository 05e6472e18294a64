//! The protos keep to their conventions. That each element has a comment is
//! tested beside them, in `crates/proto`.

use harness::dynamic::{contracts_as_data, methods, sample_of};
use prost_reflect::DynamicMessage;

#[test]
fn every_method_that_reads_has_a_sample_and_every_sample_fits() {
    let mut without = Vec::new();
    for method in methods(&contracts_as_data()) {
        match sample_of(&method) {
            Some(sample) => {
                let fits = DynamicMessage::deserialize(method.input(), sample);
                assert!(
                    fits.is_ok(),
                    "the sample of {}: {fits:?}",
                    method.full_name()
                );
            }
            None if ["Update", "Void", "Archive", "Retire"]
                .iter()
                .any(|verb| method.name().starts_with(verb)) => {}
            None => without.push(method.full_name().to_owned()),
        }
    }
    assert!(without.is_empty(), "without a sample request: {without:#?}");
}

#[test]
fn every_mutation_takes_a_request_id_and_every_read_a_moment() {
    for method in methods(&contracts_as_data()) {
        let name = method.name();
        let has = |field: &str| method.input().get_field_by_name(field).is_some();
        let mutates = [
            "Create", "Update", "Void", "Archive", "Retire", "Install", "Compile", "Import",
            "Record",
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
