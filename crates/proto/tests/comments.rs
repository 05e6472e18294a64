//! Every word of the contracts that a caller can see is explained where the
//! caller sees it: in the descriptors that reflection serves.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use prost_reflect::prost_types::FileDescriptorProto;

/// The names in the descriptors of the packages of tradefair that have no
/// comment, with the number of names looked at.
fn without_comment() -> (Vec<String>, usize) {
    let (mut missing, mut looked_at) = (Vec::new(), 0);
    for file in proto::descriptor_pool().files() {
        if file.package_name().starts_with("tradefair.") {
            let comments = comments(file.file_descriptor_proto());
            for (name, path) in names(file.file_descriptor_proto()) {
                looked_at += 1;
                if !comments.contains_key(&path) {
                    missing.push(format!("{}: {name}", file.name()));
                }
            }
        }
    }
    (missing, looked_at)
}

/// The comments of a file, by the path of what they explain.
fn comments(file: &FileDescriptorProto) -> HashMap<Vec<i32>, String> {
    let locations = file.source_code_info.iter().flat_map(|info| &info.location);
    locations
        .filter(|location| !location.leading_comments().trim().is_empty())
        .map(|location| {
            (
                location.path.clone(),
                location.leading_comments().to_owned(),
            )
        })
        .collect()
}

/// Everything a file names, with its path (the field numbers of
/// `google.protobuf.FileDescriptorProto` and its parts).
fn names(file: &FileDescriptorProto) -> Vec<(String, Vec<i32>)> {
    let mut names = Vec::new();
    for (at, service) in (0..).zip(&file.service) {
        names.push((service.name().to_owned(), vec![6, at]));
        for (inner, method) in (0..).zip(&service.method) {
            let name = format!("{}.{}", service.name(), method.name());
            names.push((name, vec![6, at, 2, inner]));
        }
    }
    for (at, message) in (0..).zip(&file.message_type) {
        assert!(message.nested_type.is_empty() && message.enum_type.is_empty());
        names.push((message.name().to_owned(), vec![4, at]));
        for (inner, field) in (0..).zip(&message.field) {
            let name = format!("{}.{}", message.name(), field.name());
            names.push((name, vec![4, at, 2, inner]));
        }
    }
    for (at, kind) in (0..).zip(&file.enum_type) {
        names.push((kind.name().to_owned(), vec![5, at]));
        for (inner, value) in (0..).zip(&kind.value) {
            names.push((value.name().to_owned(), vec![5, at, 2, inner]));
        }
    }
    names
}

#[test]
fn everything_has_a_comment() {
    let (missing, looked_at) = without_comment();
    assert!(missing.is_empty(), "no comment on: {missing:#?}");
    assert!(looked_at > 500, "only {looked_at} names were looked at");
}

#[test]
fn messages_know_their_names() {
    use prost::Name;
    let name = proto::exhibitions::v1::Organisation::full_name();
    assert_eq!(name, "tradefair.exhibitions.v1.Organisation");
    assert!(
        proto::descriptor_pool()
            .get_message_by_name(&name)
            .is_some()
    );
}
