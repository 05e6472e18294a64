//! What differs from fair to fair in the shipped definitions.

use std::collections::BTreeMap;

use fault::{Fault, Violations};
use proto::{reporting::v1::InstallCatalogueRequest, statistics::v1::LocalizedText};
use resource::{
    Level, code, name, request_id,
    text::{self, Languages},
};

use crate::lengths;

/// What differs from fair to fair, checked before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The currency in which volumes are reported.
    pub(crate) reporting_currency_code: String,
    /// The currency in which the fair's own country signs.
    pub(crate) domestic_currency_code: String,
    /// The sector followed over the editions; empty for none.
    pub(crate) focus_sector_code: String,
    /// What the contracts of that sector are called.
    pub(crate) focus_sector_title: LocalizedText,
    /// The sector whose procurement demands are counted; empty for none.
    pub(crate) procurement_sector_code: String,
    /// What is procured there.
    pub(crate) procurement_sector_title: LocalizedText,
    /// The id of the list of the subdivisions of the home country; empty for none.
    pub(crate) home_subdivisions_code_list: String,
    /// What they are called.
    pub(crate) home_subdivisions_title: LocalizedText,
    /// The city whose delegations are followed over the editions; empty for none.
    pub(crate) followed_city_unlocode: String,
    /// The id of the person whose delegations are followed; empty for none.
    pub(crate) followed_person_id: String,
}

impl Settings {
    /// Those of a request that passed [`check`].
    pub(super) fn of(request: &InstallCatalogueRequest) -> Self {
        let title = |title: &Option<LocalizedText>| title.clone().unwrap_or_default();
        Self {
            reporting_currency_code: request.reporting_currency_code.clone(),
            domestic_currency_code: request.domestic_currency_code.clone(),
            focus_sector_code: request.focus_sector_code.clone(),
            focus_sector_title: title(&request.focus_sector_title),
            procurement_sector_code: request.procurement_sector_code.clone(),
            procurement_sector_title: title(&request.procurement_sector_title),
            home_subdivisions_code_list: request.home_subdivisions_code_list.clone(),
            home_subdivisions_title: title(&request.home_subdivisions_title),
            followed_city_unlocode: request.followed_city_unlocode.clone(),
            followed_person_id: request.followed_person_id.clone(),
        }
    }

    /// A template with its placeholders filled in, each once: what is filled in is
    /// not looked at again, whatever it says.
    pub(super) fn fill_in(&self, template: &str) -> String {
        let values = self.values();
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let value = after
                .split_once('}')
                .and_then(|(placeholder, beyond)| Some((values.get(placeholder)?, beyond)));
            match value {
                Some((value, beyond)) => {
                    filled.push_str(value);
                    rest = beyond;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    /// What stands for each placeholder.
    fn values(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("reporting_currency", self.reporting_currency_code.clone()),
            ("domestic_currency", self.domestic_currency_code.clone()),
            ("focus_sector_codes", codes(&self.focus_sector_code)),
            (
                "focus_sector_title_en",
                in_json(&self.focus_sector_title.en),
            ),
            (
                "focus_sector_title_zh",
                in_json(&self.focus_sector_title.zh),
            ),
            (
                "procurement_sector_codes",
                codes(&self.procurement_sector_code),
            ),
            (
                "procurement_sector_title_en",
                in_json(&self.procurement_sector_title.en),
            ),
            (
                "procurement_sector_title_zh",
                in_json(&self.procurement_sector_title.zh),
            ),
            (
                "home_subdivisions_code_list",
                self.home_subdivisions_code_list.clone(),
            ),
            (
                "home_subdivisions_title_en",
                in_json(&self.home_subdivisions_title.en),
            ),
            (
                "home_subdivisions_title_zh",
                in_json(&self.home_subdivisions_title.zh),
            ),
            ("followed_city", self.followed_city_unlocode.clone()),
            ("followed_city_country", self.followed_city_country()),
            ("followed_person", self.followed_person_id.clone()),
        ])
    }

    /// The country of the city followed, with which a UN/LOCODE begins. It is pinned
    /// with the city, so that a delegation without a city leaves open the cities of
    /// its own country alone.
    fn followed_city_country(&self) -> String {
        self.followed_city_unlocode.chars().take(2).collect()
    }
}

/// The codes of a sector as a list in JSON.
fn codes(sector: &str) -> String {
    serde_json::Value::from(with_sub_sectors(sector)).to_string()
}

/// The codes a record of a sector can have: its own, and those of its sub-sectors,
/// which are lettered.
fn with_sub_sectors(sector: &str) -> Vec<String> {
    let sub_sectors = ('A'..='Z').map(|letter| format!("{sector}.{letter}"));
    std::iter::once(sector.to_owned())
        .chain(sub_sectors.filter(|code| code::is_sector(code)))
        .collect()
}

/// A text that people wrote, as it stands between the quotes of JSON.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    // One quote at each end is JSON's own; a quote of the text has a backslash.
    quoted[1..quoted.len() - 1].to_owned()
}

/// Looks for everything that is wrong with a request.
pub(super) fn check(request: &InstallCatalogueRequest) -> Result<(), Fault> {
    let mut violations = Violations::new();
    let parent = &request.parent;
    resource::Name::require(parent, Level::Fair, "fairs", "parent", &mut violations);
    for (currency_code, field) in [
        (&request.reporting_currency_code, "reporting_currency_code"),
        (&request.domestic_currency_code, "domestic_currency_code"),
    ] {
        code::require_currency(currency_code, field, &mut violations);
    }
    let sectors = [
        (&request.focus_sector_code, "focus_sector_code"),
        (&request.procurement_sector_code, "procurement_sector_code"),
    ];
    for (sector, field) in sectors.into_iter().filter(|(code, _)| !code.is_empty()) {
        code::require_sector(sector, field, &mut violations);
    }
    let ids = [
        (
            &request.home_subdivisions_code_list,
            "home_subdivisions_code_list",
        ),
        (&request.followed_person_id, "followed_person_id"),
    ];
    for (id, field) in ids.into_iter().filter(|(id, _)| !id.is_empty()) {
        name::require_id(id, field, &mut violations);
    }
    for (about, title, field) in [
        (
            &request.focus_sector_code,
            request.focus_sector_title.as_ref(),
            "focus_sector_title",
        ),
        (
            &request.procurement_sector_code,
            request.procurement_sector_title.as_ref(),
            "procurement_sector_title",
        ),
        (
            &request.home_subdivisions_code_list,
            request.home_subdivisions_title.as_ref(),
            "home_subdivisions_title",
        ),
    ] {
        check_title(about, title, field, &mut violations);
    }
    let city = &request.followed_city_unlocode;
    if !city.is_empty() {
        code::require_unlocode(city, "followed_city_unlocode", &mut violations);
    }
    request_id::require(&request.request_id, &mut violations);
    violations.check()
}

/// Notes what is wrong with the title of a setting: both come together.
fn check_title(
    about: &str,
    title: Option<&LocalizedText>,
    field: &str,
    violations: &mut Violations,
) {
    if about.is_empty() {
        let description = "leave it out without what it is the title of";
        violations.require(title.is_none(), field, description);
    } else {
        text::localized_required(title, Languages::Both, lengths::TITLE, field, violations);
    }
}
