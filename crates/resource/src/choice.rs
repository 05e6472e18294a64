//! Choices: fields that take a value of an enumeration.

use fault::Violations;

/// Reads a choice that must be made. Zero, which says nothing, and numbers that
/// this release does not know are refused.
pub fn required<E: TryFrom<i32>>(
    number: i32,
    field: &str,
    violations: &mut Violations,
) -> Option<E> {
    if number == 0 {
        violations.add(field, "is required: choose one of the values");
        return None;
    }
    optional(number, field, violations)
}

/// Reads a choice that may be left open, and then is zero.
pub fn optional<E: TryFrom<i32>>(
    number: i32,
    field: &str,
    violations: &mut Violations,
) -> Option<E> {
    E::try_from(number)
        .map_err(|_| violations.add(field, format!("has no value numbered {number}")))
        .ok()
}

#[cfg(test)]
mod tests {
    use proto::statistics::v1::EvidenceKind;

    use super::*;

    #[test]
    fn only_known_values_are_choices() {
        let mut violations = Violations::new();
        let gate = EvidenceKind::GateSystem as i32;
        assert_eq!(
            required(gate, "kind", &mut violations),
            Some(EvidenceKind::GateSystem)
        );
        assert_eq!(
            optional(0, "kind", &mut violations),
            Some(EvidenceKind::Unspecified)
        );
        assert!(violations.is_empty());
        assert_eq!(required::<EvidenceKind>(0, "kind", &mut violations), None);
        assert_eq!(required::<EvidenceKind>(99, "kind", &mut violations), None);
        assert_eq!(optional::<EvidenceKind>(-1, "kind", &mut violations), None);
        assert_eq!(violations.found().len(), 3);
    }
}
