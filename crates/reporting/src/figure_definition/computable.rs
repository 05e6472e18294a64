//! Whether a definition can be computed: by the record keepers and by the
//! definitions it builds on, as they are when it is recorded.

use std::{collections::BTreeSet, sync::Arc};

use fault::{Fault, Violations};
use proto::reporting::v1::{CodeList, FigureDefinition, figure_definition::Rule};
use resource::Name;

use crate::{Reporting, code_list, sources::Held};

use super::{
    answerable::{self, CubesByKeeper},
    built_on::{self, Definitions},
    collection, name,
};

impl Reporting {
    /// Passes when a definition, whose shape has been checked, can be computed.
    ///
    /// # Errors
    /// [`Fault::InvalidFields`] with every reason why not; when the only one is that
    /// a definition it names is not there, [`Fault::ReferenceMissing`];
    /// [`Fault::Unreachable`] when a record keeper cannot be asked.
    pub(crate) async fn require_computable(
        &self,
        definition_name: &Name,
        definition: &FigureDefinition,
    ) -> Result<(), Fault> {
        let mut violations = Violations::new();
        self.check_cells(definition, &mut violations).await?;
        let missing = self
            .check_among_others(definition_name, definition, &mut violations)
            .await?;
        match (violations.is_empty(), missing.first()) {
            (true, None) => Ok(()),
            (true, Some(missing)) => Err(Fault::ReferenceMissing {
                field: format!("figure_definition.{}", missing.field),
                resource: name(definition_name.fair(), &missing.id),
                why: "which is not a live definition".to_owned(),
            }),
            (false, _) => {
                note_missing(&missing, &mut violations);
                let mut told = Violations::new();
                told.within("figure_definition", violations);
                Err(Fault::InvalidFields(told))
            }
        }
    }

    /// What keeps a definition that is refused anyway from being computed, as far as it
    /// can be seen: not what a field suffers from that is told already, or has a part
    /// that is, and nothing that cannot be looked up.
    pub(crate) async fn uncomputable_beside(
        &self,
        definition_name: Option<&Name>,
        definition: &FigureDefinition,
        told: &Violations,
    ) -> Violations {
        let mut found = Violations::new();
        // A failure to ask is no fault of the request: what was found so far is told.
        let _asked = self.check_cells(definition, &mut found).await;
        if let Some(name) = definition_name
            && let Ok(missing) = self.check_among_others(name, definition, &mut found).await
        {
            note_missing(&missing, &mut found);
        }
        let mut beside = Violations::new();
        for wrong in found.found() {
            if !is_told(&wrong.field, told) {
                beside.add(wrong.field.clone(), wrong.description.clone());
            }
        }
        beside
    }

    /// Notes why the record keepers cannot answer a definition.
    async fn check_cells(
        &self,
        definition: &FigureDefinition,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        let cubes = self.cubes_for([definition]).await?;
        answerable::check(definition, &cubes, violations);
        Ok(())
    }

    /// Notes why a definition does not fit what else the fair has recorded here, and
    /// tells which of the definitions it names are not there.
    async fn check_among_others(
        &self,
        definition_name: &Name,
        definition: &FigureDefinition,
        violations: &mut Violations,
    ) -> Result<Vec<built_on::Missing>, Fault> {
        let others = self.definitions(definition_name.fair()).await?;
        let others = others.into_iter().filter(|(_, held)| held.live);
        let others: Definitions = others.map(|(id, held)| (id, held.record)).collect();
        self.check_code_list(definition_name.fair(), definition, violations)
            .await?;
        let id = definition_name.id();
        Ok(built_on::check(id, definition, &others, violations))
    }

    /// Passes when definitions that are to be recorded together can be computed;
    /// faults are named by their ids. Those that were recorded before are left as
    /// they are, whatever has become of them.
    ///
    /// # Errors
    /// As [`require_computable`](Self::require_computable), but every reason is a
    /// violation.
    pub(crate) async fn require_all_computable(
        &self,
        fair: &str,
        together: &[(String, FigureDefinition)],
    ) -> Result<(), Fault> {
        let cubes = self
            .cubes_for(together.iter().map(|(_, definition)| definition))
            .await?;
        let recorded = self.definitions(fair).await?;
        let known: BTreeSet<String> = recorded.iter().map(|(id, _)| id.clone()).collect();
        let added = || together.iter().filter(|(id, _)| !known.contains(id));
        let live = recorded.into_iter().filter(|(_, held)| held.live);
        let mut all: Definitions = live.map(|(id, held)| (id, held.record)).collect();
        all.extend(added().cloned());
        let mut told = Violations::new();
        for (id, definition) in added() {
            let mut violations = Violations::new();
            answerable::check(definition, &cubes, &mut violations);
            self.check_code_list(fair, definition, &mut violations)
                .await?;
            let missing = built_on::check(id, definition, &all, &mut violations);
            note_missing(&missing, &mut violations);
            told.within(&format!("catalogue.{id}"), violations);
        }
        told.check()
    }

    /// Notes a code list that a definition names and the fair has not.
    async fn check_code_list(
        &self,
        fair: &str,
        definition: &FigureDefinition,
        violations: &mut Violations,
    ) -> Result<(), Fault> {
        let Some(Rule::Coverage(rule)) = &definition.rule else {
            return Ok(());
        };
        let name = code_list::name(fair, &rule.code_list);
        let held = self.newest::<CodeList>(&name).await?;
        if !held.is_some_and(|held| held.live) {
            let description = format!("{} is not a live code list of the fair", rule.code_list);
            violations.add("coverage.code_list", description);
        }
        Ok(())
    }

    /// The definitions of a fair as they are now, retired ones too.
    async fn definitions(
        &self,
        fair: &str,
    ) -> Result<Vec<(String, Held<FigureDefinition>)>, Fault> {
        let newest = self.books.newest(fair).await?;
        self.books.all(&collection(fair), true, &newest).await
    }

    /// The cubes of the record keepers that these definitions ask.
    async fn cubes_for(
        &self,
        definitions: impl IntoIterator<Item = &FigureDefinition>,
    ) -> Result<CubesByKeeper, Fault> {
        let asked: BTreeSet<_> = definitions
            .into_iter()
            .filter_map(answerable::keeper)
            .collect();
        let mut cubes = CubesByKeeper::new();
        for keeper in asked {
            let told = self.record_keepers.cubes(keeper).await?;
            cubes.insert(keeper, Arc::unwrap_or_clone(told));
        }
        Ok(cubes)
    }
}

/// Whether something is told of a field, or of a part of it.
fn is_told(field: &str, told: &Violations) -> bool {
    told.found().iter().any(|told| {
        let rest = told.field.strip_prefix(field);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    })
}

fn note_missing(missing: &[built_on::Missing], violations: &mut Violations) {
    for missing in missing {
        let description = format!("{} is not a live definition of the fair", missing.id);
        violations.add(missing.field.clone(), description);
    }
}
