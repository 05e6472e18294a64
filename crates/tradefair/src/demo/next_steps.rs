//! Where to look next, as lines that work when they are pasted.

use crate::topology::ServiceName;

/// Three calls with grpcurl: the release with its claims, one number explained
/// down to its cells, and the records behind it; each with what it shows.
pub fn grpcurl_lines(
    edition: &str,
    authority_of: impl Fn(ServiceName) -> String,
) -> [(&'static str, String); 3] {
    let line = |service: ServiceName, method: &str, request: &str| {
        let authority = authority_of(service);
        format!("grpcurl -plaintext -d '{request}' {authority} {method}")
    };
    [
        (
            "the release, with the figure behind every number",
            line(
                ServiceName::Gateway,
                "tradefair.gateway.v1.PressDeskService/SummarizeEdition",
                &format!(r#"{{"name": "{edition}"}}"#),
            ),
        ),
        (
            "one number, down to the cells it was read from",
            line(
                ServiceName::Reporting,
                "tradefair.reporting.v1.ReportingService/ExplainFigure",
                &format!(r#"{{"name": "{edition}/figures/contract-count"}}"#),
            ),
        ),
        (
            "the records behind that number",
            line(
                ServiceName::Contracts,
                "tradefair.contracts.v1.ContractsService/ListEvidence",
                &format!(
                    r#"{{"parent": "{edition}", "selection": {{"cube": "agreements", "where": [{{"dimension": "counted", "any_of": {{"values": ["true"]}}}}]}}, "page_size": 5}}"#
                ),
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What a shell hands to the program, for the quotes our lines use.
    fn words(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (index, part) in line.split('\'').enumerate() {
            if index % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        words
    }

    #[test]
    fn every_line_is_a_call_that_the_contracts_know() {
        let pool = proto::descriptor_pool();
        let authority = |service: ServiceName| format!("{service}:50051");
        for (_, line) in grpcurl_lines("fairs/ciftis/editions/4", authority) {
            let words = words(&line);
            let [program, plaintext, data, request, address, method] = words.as_slice() else {
                panic!("{line} has other words: {words:?}");
            };
            assert_eq!(
                (program.as_str(), plaintext.as_str(), data.as_str()),
                ("grpcurl", "-plaintext", "-d")
            );
            let (service, name) = method.split_once('/').unwrap();
            let service = pool.get_service_by_name(service).unwrap();
            let method = service
                .methods()
                .find(|method| method.name() == name)
                .unwrap();
            let mut json = serde_json::Deserializer::from_str(request);
            prost_reflect::DynamicMessage::deserialize(method.input(), &mut json).unwrap();
            let package = service.parent_file().package_name().to_owned();
            let short_name = address.strip_suffix(":50051").unwrap();
            assert_eq!(package, format!("tradefair.{short_name}.v1"));
        }
    }
}
