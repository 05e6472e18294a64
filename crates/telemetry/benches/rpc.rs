//! What watching a call costs, beside the same call unwatched. Nothing is
//! exported unless `OTLP_ENDPOINT` names a collector.

use std::convert::Infallible;
use std::hint::black_box;

use criterion::Criterion;
use http::{HeaderValue, Request, Response};
use telemetry::{ClientSpans, Config, LogFormat, ServerSpans};
use tower::{Layer, Service};

const METHOD: &str = "fair.v1.Desk/Ask";

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    measure(&mut criterion, "no subscriber");
    let mut config = Config::new("bench");
    config.log_format = LogFormat::Json;
    config.otlp_endpoint = std::env::var("OTLP_ENDPOINT").ok();
    let Ok(_guard) = telemetry::start(&config) else {
        unreachable!("telemetry starts in a process of its own");
    };
    let exported = if config.otlp_endpoint.is_some() {
        "exported"
    } else {
        "not exported"
    };
    measure(&mut criterion, exported);
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, state: &str) {
    let answer = tower::service_fn(|_request: Request<()>| {
        let mut response = Response::new(String::new());
        response
            .headers_mut()
            .insert("grpc-status", HeaderValue::from_static("0"));
        std::future::ready(Ok::<_, Infallible>(response))
    });
    let server = ServerSpans::new([METHOD]).layer(answer);
    let both = ClientSpans::to("desk").layer(server.clone());
    calls(criterion, &format!("{state}/unwatched"), answer);
    calls(criterion, &format!("{state}/server"), server);
    calls(criterion, &format!("{state}/client and server"), both);
}

fn calls<S, R>(criterion: &mut Criterion, name: &str, mut service: S)
where
    S: Service<Request<()>, Response = R, Error = Infallible>,
{
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else {
        unreachable!("a runtime of the current thread needs nothing");
    };
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| {
            let mut request = Request::new(());
            *request.uri_mut() = http::Uri::from_static("/fair.v1.Desk/Ask");
            request
                .headers_mut()
                .insert("content-type", HeaderValue::from_static("application/grpc"));
            let answer = service.call(request);
            let Ok(answer) = runtime.block_on(answer);
            black_box(answer)
        });
    });
}
