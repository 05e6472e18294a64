//! A pod, as its manifest describes it.

use std::{collections::BTreeMap, net::IpAddr, path::PathBuf, process::Output, time::Duration};

use harness::process::{Binary, Process};
use serde_json::Value;
use tokio::{
    task::block_in_place,
    time::{Instant, timeout},
};

use super::{
    environment::environment,
    overlay::{Overlay, list, name_of, number, text, texts},
    probe::Probe,
    room::{Room, write},
};

/// The mode of files, where a volume asks for no other.
const MODE: u64 = 0o644;

/// A pod of a workload.
pub(super) struct Pod {
    pub(super) name: String,
    container: Value,
    address: IpAddr,
    grace: Duration,
    room: Room,
    environment: Vec<(String, String)>,
    arguments: Vec<String>,
}

/// Where the pods of an overlay are, and what is made for them.
pub(super) struct Around<'a> {
    pub(super) overlay: &'a Overlay,
    pub(super) secrets: &'a BTreeMap<String, BTreeMap<String, String>>,
    pub(super) hosts: &'a str,
}

impl Pod {
    /// A pod of a workload, at this address.
    pub(super) fn of(workload: &Value, address: IpAddr, around: &Around<'_>) -> Self {
        let template = template_of(workload);
        let asked = &template["spec"];
        let containers = list(asked, "/containers");
        assert_eq!(containers.len(), 1, "{}", name_of(workload));
        let container = containers[0].clone();
        // What is not tried here must not come in unseen.
        for (object, key) in [
            (asked, "initContainers"),
            (&container, "command"),
            (&container, "lifecycle"),
            (&container, "workingDir"),
        ] {
            assert!(object.get(key).is_none(), "{key} is not tried here");
        }
        let root_is_fixed = &container["securityContext"]["readOnlyRootFilesystem"];
        assert_eq!(root_is_fixed, true, "{}", name_of(workload));
        let mut room = Room::new(around.hosts);
        for mount in list(&container, "/volumeMounts") {
            let name = text(mount, "/name");
            let (folder, is_made) = folder_of(name, workload, around, &mut room);
            let is_read_only = is_made || mount["readOnly"] == true;
            room.mount(&folder, text(mount, "/mountPath"), is_read_only);
        }
        Self {
            name: format!("{}-0", name_of(workload)),
            environment: environment(workload, &container, around),
            arguments: texts(&container, "/args"),
            grace: Duration::from_secs(number(asked, "/terminationGracePeriodSeconds", 30)),
            container,
            address,
            room,
        }
    }

    /// The binary with its environment. All addresses of the pod are but one here.
    fn binary(&self) -> Binary {
        let all = |value: &str| value.replace("0.0.0.0:", &format!("{}:", self.address));
        let environment = self.environment.iter();
        let environment: Vec<_> = environment
            .map(|(name, value)| (name.clone(), all(value)))
            .collect();
        self.room.binary(&environment)
    }

    /// Starts it, and waits until it is ready by its probes.
    pub(super) async fn start(&self) -> Process {
        let process = block_in_place(|| self.binary().start(&self.words()));
        self.probe("startupProbe").becomes(true).await;
        assert!(
            self.probe("livenessProbe").succeeds().await,
            "{}",
            self.name
        );
        assert!(
            self.probe("readinessProbe").succeeds().await,
            "{}",
            self.name
        );
        process
    }

    /// Starts it with its addresses as they are written, where nobody reaches it: a door that
    /// is open to others must be secured, and that of loopback need not.
    pub(super) fn start_alone(&self) -> Process {
        self.room
            .binary_alone(&self.environment)
            .start(&self.words())
    }

    /// Ends it as the kubelet does: it leaves by its readiness first, and has ended well
    /// when its time is up.
    pub(super) async fn end(&self, process: Process) {
        let asked = Instant::now();
        process.ask_to_end();
        self.probe("readinessProbe").becomes(false).await;
        assert!(
            self.probe("livenessProbe").succeeds().await,
            "{}",
            self.name
        );
        let ended = tokio::task::spawn_blocking(|| process.wait());
        let left = self.grace.saturating_sub(asked.elapsed());
        let ended = timeout(left, ended).await;
        let (status, said) = ended
            .expect("it ends in its time")
            .expect("it is waited for");
        assert!(status.success(), "{}: {said:#?}", self.name);
        println!("{} ended in {:?}", self.name, asked.elapsed());
    }

    /// Runs it to its end.
    pub(super) fn run(&self) -> Output {
        self.binary().run(&self.words())
    }

    fn words(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }

    fn probe(&self, name: &str) -> Probe {
        let probe = self.container.get(name);
        let probe = probe.unwrap_or_else(|| panic!("{} has a {name}", self.name));
        Probe::of(probe, self.address)
    }

    /// What its environment sets and the binary does not read, by its own account; what
    /// other variables are made of is no setting.
    pub(super) fn unread(&self) -> Vec<&str> {
        let read = self.binary().printed(&["config"]);
        let names = self.environment.iter().map(|(name, _)| name.as_str());
        let whole = self.container["env"].to_string();
        names
            .filter(|name| !read.contains(&format!("# environment {name}\n")))
            .filter(|name| !whole.contains(&format!("$({name})")))
            .collect()
    }

    /// The same with another argument.
    pub(super) fn with_argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// The same with another variable.
    pub(super) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The template of the pods of a workload.
pub(super) fn template_of(workload: &Value) -> &Value {
    let pointer = match &workload["kind"] {
        kind if kind == "CronJob" => "/spec/jobTemplate/spec/template",
        _ => "/spec/template",
    };
    workload.pointer(pointer).expect("it makes pods")
}

/// The folder of a volume, and whether all that is in it is made from an object.
fn folder_of(
    name: &str,
    workload: &Value,
    around: &Around<'_>,
    room: &mut Room,
) -> (PathBuf, bool) {
    let folder = room.volume();
    let claims = list(workload, "/spec/volumeClaimTemplates");
    if claims.iter().any(|claim| name_of(claim) == name) {
        return (folder, false);
    }
    let volumes = list(&template_of(workload)["spec"], "/volumes");
    let volume = volumes.iter().find(|volume| volume["name"] == name);
    let volume = volume.unwrap_or_else(|| panic!("there is no volume {name}"));
    if volume.get("emptyDir").is_some() {
        return (folder, false);
    }
    let (source, keys) = source_of(volume, around);
    let mode = u32::try_from(number(source, "/defaultMode", MODE)).expect("it is a mode");
    let items = list(source, "/items");
    let chosen = items
        .iter()
        .map(|item| (text(item, "/key"), text(item, "/path")));
    let all = keys.keys().map(|key| (key.as_str(), key.as_str()));
    let files: Vec<_> = match items {
        [] => all.collect(),
        _ => chosen.collect(),
    };
    for (key, path) in files {
        let value = keys.get(key);
        let value = value.unwrap_or_else(|| panic!("there is no {key} for {volume}"));
        write(&folder, path, value, mode);
    }
    (folder, true)
}

/// The Secret or ConfigMap of a volume: how it is asked for, and its keys.
fn source_of<'a>(volume: &'a Value, around: &Around<'_>) -> (&'a Value, BTreeMap<String, String>) {
    if let Some(source) = volume.get("configMap") {
        return (source, around.overlay.config_map(text(source, "/name")));
    }
    let source = volume.get("secret").expect("it is a Secret");
    let name = text(source, "/secretName");
    let keys = around.secrets.get(name);
    let keys = keys.unwrap_or_else(|| panic!("nobody makes the Secret {name}"));
    (source, keys.clone())
}
