//! The import as a process: killed and repeated until the books say what the files
//! say; brought out again; refused with a status.

use std::{fmt::Write as _, fs, path::Path, process::Stdio};

use harness::{
    cells::{only, selection, sum_request},
    clients::Clients,
};
use proto::statistics::v1::GetPositionRequest;

use crate::process::{run, serve, told, tradefair};

const FAIR: &str = "fairs/hall";
const EDITION: &str = "fairs/hall/editions/1";

/// How often the import is killed.
const KILLED: usize = 10;

/// How many visits are imported; `TRADEFAIR_IMPORT_ROWS` sets it.
fn rows() -> usize {
    match std::env::var("TRADEFAIR_IMPORT_ROWS") {
        Ok(number) => number.parse().expect("TRADEFAIR_IMPORT_ROWS is a number"),
        Err(_) => 20_000,
    }
}

/// Writes the tables of a fair with this many visits, and tells how many entries
/// they count.
fn write_tables(folder: &Path, rows: usize) -> i64 {
    fs::create_dir_all(folder).unwrap();
    let write = |file: &str, text: &str| fs::write(folder.join(file), text).unwrap();
    write(
        "fairs.csv",
        "fair_id,title.en,title.zh,short_title.en,short_title.zh,first_year,source,evidence_kind\n\
         hall,Hall fair,会展,HF,会,2012,Halls,registration\n",
    );
    write(
        "editions.csv",
        "edition_id,ordinal,opening_date,closing_date,time_zone,host_subdivision_code,host_city.en,host_city.zh,statistics_office.en,statistics_office.zh,source,evidence_kind\n\
         1,1,2012-05-28,2012-06-01,Asia/Shanghai,CN-BJ,Beijing,北京,the office,组委会,Halls,registration\n",
    );
    let countries = ["CN", "BR", "LT", "DE", "KR"];
    let mut text =
        "编号,届次,入场日期,入口,国家代码,观众类别,入场人次,统计方式,来源,凭证类型\n".to_owned();
    let mut entries = 0;
    for (row, count) in (0..rows).zip([1_i64, 2, 3].into_iter().cycle()) {
        let country = countries[row % countries.len()];
        let (day, gate) = (28 + row % 4, row % 3);
        writeln!(
            text,
            "v{row},editions/1,2012-05-{day},gate-{gate},{country},trade_visitor,{count},gate_system,Halls,gate_system"
        )
        .unwrap();
        entries += count;
    }
    write("visits.csv", &text);
    entries
}

async fn entries(clients: &Clients) -> i64 {
    let request = sum_request(EDITION, selection("visits", &[]), "visits");
    let answer = clients.exhibitions.clone().query_cells(request).await;
    only(&answer.unwrap().into_inner())
}

/// How many commits the books of exhibitions have of the fair.
async fn commits(clients: &Clients) -> i64 {
    let request = GetPositionRequest {
        name: FAIR.to_owned(),
        as_of: None,
    };
    let answer = clients.exhibitions.clone().get_position(request).await;
    answer.map_or(0, |position| position.into_inner().sequence)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_and_repeated_the_books_say_what_the_file_says() {
    let folder = tempfile::tempdir().unwrap();
    let tables = folder.path().join("tables");
    let rows = rows();
    let expected = write_tables(&tables, rows);
    let server = serve(&folder.path().join("books"));
    let clients = server.connect().await;
    let url = format!("http://{}", server.address);
    let import = ["import", tables.to_str().unwrap(), "--server", &url];

    let mut stopped_short = 0;
    for round in 0..KILLED {
        let mut child = tradefair(&import)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some rounds end before anything is stored, the others after so many
        // commits more, wherever the import is then.
        let before = commits(&clients).await;
        let more = i64::try_from(round % 4).unwrap();
        while commits(&clients).await < before + more && child.try_wait().unwrap().is_none() {}
        child.kill().unwrap();
        child.wait().unwrap();
        stopped_short += usize::from(entries(&clients).await < expected);
    }
    assert!(stopped_short > KILLED / 2, "it was killed on its way");

    let whole = run(&import);
    assert!(whole.status.success(), "{}", told(&whole));
    assert_eq!(entries(&clients).await, expected);
    let again = run(&import);
    assert!(again.status.success(), "{}", told(&again));
    let report = String::from_utf8(again.stdout).unwrap();
    assert!(
        report.contains(&format!("visits.csv: {rows} rows, {rows} unchanged")),
        "{report}"
    );
    server.kill();
    let data = folder.path().join("books");
    let audited = run(&["audit", "--data", data.to_str().unwrap()]);
    assert!(audited.status.success(), "{}", told(&audited));
}

#[test]
fn what_is_not_stored_is_told_by_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let (tables, data) = (folder.path().join("tables"), folder.path().join("books"));
    write_tables(&tables, 3);
    let visits = tables.join("visits.csv");
    let text = fs::read_to_string(&visits).unwrap();
    fs::write(&visits, text.replacen(",BR,", ",ZZ,", 1)).unwrap();
    let (tables, data) = (tables.to_str().unwrap(), data.to_str().unwrap());

    for flag in [&["--dry-run"][..], &[]] {
        let refused = run(&[&["import", tables, "--data", data], flag].concat());
        assert_eq!(refused.status.code(), Some(1));
        let said = told(&refused);
        assert!(
            said.contains("visits.csv, line 3, column 国家代码: "),
            "{said}"
        );
        assert!(said.contains("nothing "), "{said}");
    }
    let partial = run(&["import", tables, "--data", data, "--partial"]);
    assert_eq!(partial.status.code(), Some(1));
    let said = told(&partial);
    assert!(said.contains("1 row(s) were not stored"), "{said}");
    let rejects = folder.path().join("tables/visits.rejects.csv");
    let rejected = fs::read_to_string(&rejects).unwrap();
    fs::write(&rejects, rejected.replace(",ZZ,", ",BR,")).unwrap();
    let mended = run(&["import", rejects.to_str().unwrap(), "--data", data]);
    assert!(mended.status.success(), "{}", told(&mended));

    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let exported = run(&["export", out, "--data", data]);
    assert!(exported.status.success(), "{}", told(&exported));
    let told_tables = String::from_utf8(exported.stdout).unwrap();
    assert!(told_tables.contains("visits: 3 row(s)"), "{told_tables}");
    let again = run(&["import", out, "--data", data]);
    assert!(again.status.success(), "{}", told(&again));
    let report = String::from_utf8(again.stdout).unwrap();
    assert!(report.contains("3 rows, 3 unchanged"), "{report}");
    let twice = run(&["export", out, "--data", data]);
    assert_eq!(twice.status.code(), Some(1), "nothing is written over");
}
