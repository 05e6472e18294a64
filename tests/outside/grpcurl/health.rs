//! Health, asked once and watched.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use harness::fair::RunningFair;

use super::{grpcurl, program, says, shown};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_told() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let check = "grpc.health.v1.Health/Check";
    for service in [
        "",
        "liveness",
        "readiness",
        "tradefair.gateway.v1.PressDeskService",
    ] {
        let asked = format!(r#"{{"service": "{service}"}}"#);
        let told = shown(&["-d", &asked, &address, check]).await;
        says(&told, &[r#""status": "SERVING""#]);
    }
    let (well, told) = grpcurl(&["-d", r#"{"service": "nobody"}"#, &address, check]).await;
    assert!(!well, "{told}");
    says(&told, &["NotFound"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_watched() {
    let running = RunningFair::start().await;
    let address = running.address().to_string();
    let watched = tokio::task::spawn_blocking(move || {
        let mut watching = Command::new(program())
            .args(["-plaintext", &address, "grpc.health.v1.Health/Watch"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("grpcurl runs");
        let told = BufReader::new(watching.stdout.take().unwrap()).lines();
        let mut told = told.map_while(Result::ok);
        let serving = told.any(|line| line.contains("SERVING"));
        // It would go on for as long as the fair does.
        watching.kill().unwrap();
        watching.wait().unwrap();
        serving
    });
    assert!(watched.await.unwrap(), "a watch tells how it stands");
}
