//! The questions every service answers alike: positions, cubes, cells, evidence.

mod evidence;
mod selection;

use fault::{Fault, Violations};
use ledger::{CellQuery, Measure};
use proto::statistics::v1::{
    self, CellTotal, GetPositionRequest, ListCubesResponse, Position, QueryCellsRequest,
    QueryCellsResponse, query_cells_request,
};
use resource::{Level, Name};

use super::{Keeper, answer, moment};

impl<Service: Sync> Keeper<Service> {
    /// Which position a moment falls on.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`].
    pub async fn get_position(&self, request: GetPositionRequest) -> Result<Position, Fault> {
        let position = self.resolve(&request.name, request.as_of).await?;
        Ok(answer::position(self.name, &position))
    }

    /// The cubes of the service.
    #[must_use]
    pub fn list_cubes(&self) -> ListCubesResponse {
        let cubes = self.book.cubes().all();
        ListCubesResponse {
            cubes: cubes.iter().map(cube).collect(),
        }
    }

    /// Totals or distinct counts of a cube.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`], [`Fault::AsOfInvalid`], [`Fault::NotOffered`] for a
    /// distinct count by groups, [`Fault::Refused`] with `SELECTION_REFUSED`.
    pub async fn query_cells(
        &self,
        request: QueryCellsRequest,
    ) -> Result<QueryCellsResponse, Fault> {
        let mut violations = Violations::new();
        let edition = edition(&request.parent, &mut violations);
        let selection = request.selection.as_ref();
        let selection = selection::read(edition.as_ref(), selection, &mut violations);
        let measure = measure(request.measure.as_ref(), &mut violations);
        let fair = edition.as_ref().map_or("", Name::fair);
        let moment = moment::read(request.as_of.as_ref(), self.name, fair, &mut violations);
        selection::check_group(&request.group_by, &mut violations);
        violations.check()?;
        if matches!(measure, Measure::Distinct(_)) && !request.group_by.is_empty() {
            return Err(Fault::NotOffered {
                why: "a distinct count is not broken down; ask for each group by itself".to_owned(),
            });
        }
        let position = self.at(fair, moment?).await?;
        let query = CellQuery {
            selection,
            measure,
            group_by: request.group_by,
        };
        let cells = self.book.cells(&query, &position).await?;
        let totals = cells.totals.into_iter().map(|total| CellTotal {
            group: total.group,
            total: total.total,
        });
        Ok(QueryCellsResponse {
            totals: totals.collect(),
            position: Some(answer::position(self.name, &position)),
            roll_up: cells.roll_up,
        })
    }
}

/// Reads the edition that is asked about.
fn edition(parent: &str, violations: &mut Violations) -> Option<Name> {
    Name::require(parent, Level::InFair, "editions", "parent", violations)
}

/// Reads what is asked of the cells.
fn measure(measure: Option<&query_cells_request::Measure>, violations: &mut Violations) -> Measure {
    let (measure, name, field) = match measure {
        Some(query_cells_request::Measure::SumOf(quantity)) => {
            (Measure::Sum(quantity.clone()), quantity.as_str(), "sum_of")
        }
        Some(query_cells_request::Measure::Distinct(dimension)) => (
            Measure::Distinct(dimension.clone()),
            dimension.as_str(),
            "distinct",
        ),
        None => (Measure::Sum(String::new()), "", "sum_of"),
    };
    let named = !name.is_empty();
    violations.require(
        named,
        field,
        "is required: name a quantity here or a dimension in distinct",
    );
    measure
}

/// The message of a cube.
fn cube(cube: &ledger::Cube) -> v1::Cube {
    let dimensions = cube.dimensions.iter().map(|dimension| v1::Dimension {
        name: dimension.name.to_owned(),
        description: dimension.description.to_owned(),
        many_valued: dimension.many_valued,
    });
    let quantities = cube.quantities.iter().map(|quantity| v1::Quantity {
        name: quantity.name.to_owned(),
        description: quantity.description.to_owned(),
        unit_dimension: quantity.unit_dimension.unwrap_or_default().to_owned(),
    });
    let roll_ups = cube.roll_ups.iter().map(|dimensions| v1::RollUp {
        dimensions: dimensions.iter().map(|name| (*name).to_owned()).collect(),
    });
    v1::Cube {
        name: cube.name.to_owned(),
        description: cube.description.to_owned(),
        dimensions: dimensions.collect(),
        quantities: quantities.collect(),
        roll_ups: roll_ups.collect(),
    }
}
