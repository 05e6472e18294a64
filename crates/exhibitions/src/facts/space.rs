//! Space: the sections of the fairground and their areas.

use ledger::{Cube, Dimension, Fact, Quantity};
use proto::exhibitions::v1::Section;

use super::{edition, edition_id, id, synthetic, value};

const CUBE: &str = "space";

pub(super) fn cube() -> Cube {
    Cube {
        name: CUBE,
        description: "One fact is a section of the fairground.",
        dimensions: vec![
            edition(),
            Dimension::new(
                "kind",
                "What it is, as the values of SectionKind in lower case.",
            ),
            Dimension::new("area_basis", "What its area takes in: gross or net."),
            Dimension::new("section", "The id of the section."),
            synthetic(),
        ],
        quantities: vec![
            Quantity::new("sections", "How many sections of the basis.").in_units_of("area_basis"),
            Quantity::new(
                "area_square_metres",
                "Their areas, in square metres of the basis.",
            )
            .in_units_of("area_basis"),
        ],
        // Each names the basis: what is added up over two of them is no area.
        roll_ups: vec![
            vec!["edition", "area_basis"],
            vec!["edition", "kind", "area_basis"],
            vec!["edition", "section", "area_basis"],
            vec!["edition", "area_basis", "synthetic"],
        ],
    }
}

/// The fact of a section whose name is filled.
pub(crate) fn of_section(section: &Section) -> Fact {
    Fact::of(CUBE)
        .under("edition", edition_id(&section.name))
        .under("kind", section_kind(section))
        .under("area_basis", area_basis(section))
        .under("section", id(&section.name))
        .under("synthetic", section.synthetic.to_string())
        .with("sections", 1)
        .with("area_square_metres", section.area_square_metres)
}

/// What the section is, as figures and digests name it: `hall`.
pub(crate) fn section_kind(section: &Section) -> String {
    value(section.kind().as_str_name(), "SECTION_KIND_")
}

fn area_basis(section: &Section) -> String {
    value(section.area_basis().as_str_name(), "AREA_BASIS_")
}

#[cfg(test)]
mod tests {
    use proto::exhibitions::v1::{AreaBasis, SectionKind};

    use super::*;
    use crate::samples::section;

    #[test]
    fn a_section_is_one_fact_with_its_area() {
        let section = Section {
            kind: SectionKind::Outdoor.into(),
            area_basis: AreaBasis::Net.into(),
            area_square_metres: 8_250,
            synthetic: true,
            ..section("plaza")
        };
        let expected = Fact::of("space")
            .under("edition", "4")
            .under("kind", "outdoor")
            .under("area_basis", "net")
            .under("section", "plaza")
            .under("synthetic", "true")
            .with("sections", 1)
            .with("area_square_metres", 8_250);
        assert_eq!(of_section(&section), expected);
    }
}
