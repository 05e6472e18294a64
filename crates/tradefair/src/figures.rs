//! The figures of an edition, as a table or as JSON.

use std::io::{self, Write};

use proto::reporting::v1::{
    BatchGetFiguresRequest, BatchGetFiguresResponse, Figure,
    reporting_service_client::ReportingServiceClient,
};
use resource::{Level, Name};

use crate::{
    Failure,
    cli::FiguresArgs,
    config::Config,
    figure_text,
    moment::cut_text,
    proto_json,
    reach::{self, Reach},
    terminal::{Align, Column, Paper, Table},
    topology::ServiceName,
};

const COLUMNS: [Column; 6] = [
    Column::new("FIGURE", Align::Left),
    Column::new("VALUE", Align::Right),
    Column::new("UNIT", Align::Left),
    Column::new("STATUS", Align::Left),
    Column::new("FROM", Align::Left),
    Column::new("NOTE", Align::Left),
];

/// Reads every figure of the edition and prints them.
///
/// # Errors
/// One sentence on what was in the way.
pub async fn run(config: &Config, asked: &FiguresArgs) -> Result<(), Failure> {
    let edition = Name::parse_in(&asked.edition, Level::InFair, "editions")
        .map_err(|wrong| format!("--edition {wrong}"))?;
    let reach = Reach::find(config, &asked.settings, asked.reading.server.as_ref())?;
    let read = read(&reach, &edition, asked).await;
    reach.close().await;
    let read = read?;
    if asked.reading.json {
        print_json(&read, &mut io::stdout().lock(), &mut io::stderr().lock())
    } else {
        let paper = Paper::standard_output();
        Ok(print(&edition, &read, paper, &mut io::stdout().lock())?)
    }
}

async fn read(
    reach: &Reach,
    edition: &Name,
    asked: &FiguresArgs,
) -> Result<BatchGetFiguresResponse, Failure> {
    let moment = asked.reading.as_of.as_ref();
    let request = BatchGetFiguresRequest {
        parent: edition.to_string(),
        figure_ids: Vec::new(),
        as_of: moment.map(|moment| moment.as_of(edition.fair())),
    };
    let answer = ReportingServiceClient::new(reach.link(ServiceName::Reporting)?)
        .batch_get_figures(reach::request(request))
        .await;
    reach.told(ServiceName::Reporting, answer)
}

/// Writes the figures as a table, and the cut they were read at.
///
/// # Errors
/// When the text cannot be written.
pub fn print(
    edition: &Name,
    read: &BatchGetFiguresResponse,
    paper: Paper,
    out: &mut dyn Write,
) -> io::Result<()> {
    if read.figures.is_empty() {
        writeln!(
            out,
            "{} has no figure definitions at this cut; InstallCatalogue brings the shipped ones.",
            edition.fair()
        )?;
    } else {
        let mut table = Table::of(COLUMNS);
        for figure in &read.figures {
            table.add(row(figure));
        }
        table.write(paper, out)?;
    }
    let cut = read.cut.as_ref().map(cut_text).unwrap_or_default();
    writeln!(out, "\nRead at {cut}")
}

fn row(figure: &Figure) -> [String; 6] {
    let id = figure.name.rsplit('/').next().unwrap_or_default();
    [
        id.to_owned(),
        figure_text::value(figure),
        figure_text::unit(figure),
        figure_text::status(figure),
        figure_text::basis(figure),
        figure_text::note(figure),
    ]
}

/// Writes a figure on each line, and aside from them the cut.
fn print_json(
    read: &BatchGetFiguresResponse,
    out: &mut dyn Write,
    aside: &mut dyn Write,
) -> Result<(), Failure> {
    for figure in &read.figures {
        writeln!(out, "{}", proto_json::line(figure)?)?;
    }
    let cut = read.cut.as_ref().map(cut_text).unwrap_or_default();
    Ok(writeln!(aside, "Read at {cut}")?)
}
