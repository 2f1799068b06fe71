//! Installs into a temporary folder, builds examples/c from there in every way there is, and compares what they print with
//! what is committed.

use std::path::Path;
use std::process::Command;
use std::thread;

use super::{VERSION, files, soname};
use crate::root;
use crate::tools::find;

const STRICT: [&str; 5] = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"];

#[test]
fn installed_files_serve_pkg_config_cmake_and_a_plain_compiler() {
    let folder = tempfile::tempdir().unwrap();
    let prefix = folder.path().join("opt/wxpay");
    files(&prefix, &prefix.display().to_string()).unwrap();
    let again = files(&prefix, &prefix.display().to_string()).unwrap();
    assert!(again.iter().all(|file| file.exists()), "{again:?}");
    let dynamic = output(Command::new("readelf").arg("-d").arg(prefix.join("lib/libwxpay.so")));
    assert!(dynamic.contains(&format!("[{}]", soname())) && !dynamic.contains("NEEDED"), "{dynamic}");

    let source = |name: &str| root().join("examples/c").join(name);
    let fixed = folder.path().join("notify-static");
    let mut cc = Command::new("cc");
    cc.args(STRICT).arg(source("notify.c")).arg("-I").arg(prefix.join("include")).arg(prefix.join("lib/libwxpay.a"));
    output(cc.arg("-o").arg(&fixed));
    notify(&fixed);

    if there("pkg-config") {
        let asked = |options: &[&str]| {
            let mut pkg_config = Command::new("pkg-config");
            output(pkg_config.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig")).args(options).arg("wxpay"))
        };
        assert_eq!(asked(&["--modversion"]).trim(), VERSION);
        let flags = asked(&["--cflags", "--libs"]);
        let shared = folder.path().join("notify-pkg-config");
        let mut cc = Command::new("cc");
        cc.args(STRICT).arg(source("notify.c")).args(flags.split_whitespace()).arg("-o").arg(&shared);
        output(cc.arg(format!("-Wl,-rpath,{}", prefix.join("lib").display())));
        notify(&shared);
    }

    if there("cmake") && there("curl-config") {
        let build = folder.path().join("build");
        let mut configure = Command::new("cmake");
        configure.arg("-S").arg(root().join("examples/c")).arg("-B").arg(&build);
        output(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())).arg("-DCMAKE_C_FLAGS=-Wall -Wextra -Werror -pedantic"));
        output(Command::new("cmake").arg("--build").arg(&build));
        notify(&build.join("notify"));
        pos(&build.join("pos"));
    }
}

/// Says why a part is not run where a tool is missing.
fn there(program: &str) -> bool {
    let found = find(program).is_some();
    if !found {
        println!("skipped: {program} is not installed");
    }
    found
}

fn notify(program: &Path) {
    assert_eq!(session(program, "notify.expected", &[]), given("notify.expected"));
}

/// With a stand-in for the gateway that always gives the same reply.
fn pos(program: &Path) {
    let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let base = format!("http://{}", server.server_addr());
    let gateway = thread::spawn(move || {
        let mut request = server.recv().unwrap();
        let mut order = String::new();
        request.as_reader().read_to_string(&mut order).unwrap();
        let place = (request.method().clone(), request.url().to_string());
        request.respond(tiny_http::Response::from_string(given("reply.xml"))).unwrap();
        (place, order)
    });
    let printed = session(program, "pos.expected", &[("WXPAY_API_BASE", &base), ("WXPAY_NOTIFY_URL", "https://shop.example/notify")]);
    assert_eq!(printed, given("pos.expected"));
    let ((method, url), order) = gateway.join().unwrap();
    assert_eq!((method, url.as_str()), (tiny_http::Method::Post, "/pay/unifiedorder"));
    let parts = [
        "<xml><appid>wx2421b1c4370ec43b</appid>",
        "<body>茶</body>",
        "<total_fee>888</total_fee>",
        "<trade_type>NATIVE</trade_type><sign>",
    ];
    assert!(parts.iter().all(|part| order.contains(part)), "{order}");
}

/// Runs every command line of an expectation; what was printed, in the form of the expectation.
fn session(program: &Path, expected: &str, settings: &[(&str, &str)]) -> String {
    let key = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(key.path(), "0123456789abcdefghijklmnopqrstuv\n").unwrap();
    let mut printed = String::new();
    for line in given(expected).lines().filter(|line| line.starts_with("== ")) {
        let (arguments, input) = line.split_once(" < ").unwrap_or((line, ""));
        let mut command = Command::new(program);
        command.args(arguments.split(' ').skip(2)).envs(settings.iter().copied());
        command.env("WXPAY_KEY_FILE", key.path()).envs([("WXPAY_APPID", "wx2421b1c4370ec43b"), ("WXPAY_MCH_ID", "10000100")]);
        if !input.is_empty() {
            command.stdin(std::fs::File::open(root().join("examples/c/test").join(input)).unwrap());
        }
        let output = command.output().unwrap();
        printed += &format!("{line}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    printed
}

/// A file of examples/c/test: what is fed, or what must be printed.
fn given(name: &str) -> String {
    std::fs::read_to_string(root().join("examples/c/test").join(name)).unwrap()
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
