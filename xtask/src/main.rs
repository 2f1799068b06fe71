//! Every chore of the project is a subcommand: `cargo xtask --help`.
#![forbid(unsafe_code)]

mod check;
mod demo;
mod gates;
mod header;
mod java;
mod kinds;
mod run;
mod stamp;
mod test;
mod tools;
mod wasm;

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Every chore of wxpay-core. Start with `demo`, then `test`.
///
/// wxpay-core 的全部日常任务：先看 demo（演示整个支付过程），再跑 test（全部测试）。
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Watch a payment travel from the phone to the booked notice, and six forgeries fail. 演示支付与攻击。
    Demo(demo::Options),
    /// Run every test there is. 运行全部测试。
    Test(test::Options),
    /// Check form, lints, documentation and generated files; compile, run nothing. 静态检查。
    Check,
    /// Make everything that is generated from core/kinds/*.toml. 由数据文件生成代码。
    Kinds {
        /// Write nothing; fail when a committed file is not what would be made.
        #[arg(long)]
        check: bool,
    },
    /// Make include/wxpay.h from ffi/src and core/src. 生成 C 头文件。
    Header {
        /// Write nothing; fail when the committed file is not what would be made.
        #[arg(long)]
        check: bool,
    },
    /// Build the native library for Java into target/natives. 编译本机库。
    Natives,
    /// Build the jar of the Java library with the native library inside. 打包 Java 库。
    Jar,
    /// Build the npm package for Node and browsers into wasm/pkg. 打包 npm 包。
    Wasm,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run::watch().and_then(|()| perform(arguments.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}: {error:#}", console::style("error").red().bold().for_stderr());
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    match task {
        Task::Demo(options) => return demo::run(&options),
        Task::Test(options) => return test::run(&options),
        Task::Check => return Ok(verdict(check::all()?)),
        Task::Kinds { check: true } => kinds::check(root())?,
        Task::Kinds { check: false } => kinds::write(root())?,
        Task::Header { check: true } => header::check(root())?,
        Task::Header { check: false } => header::write(root())?,
        Task::Natives => println!("{}", java::build(root(), &[java::Step::Native])?.native.display()),
        Task::Jar => {
            tools::ensure(&[tools::Tool::Jdk, tools::Tool::Maven, tools::Tool::Strip], false)?.demand()?;
            println!("{}", java::build(root(), &[java::Step::Native, java::Step::Library])?.library.display());
        }
        Task::Wasm => {
            tools::ensure(&[tools::Tool::Node, tools::Tool::Npm], false)?.demand()?;
            println!("{}", wasm::build(root())?.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn verdict((good, bad): (usize, usize)) -> ExitCode {
    println!("{good} passed, {bad} failed");
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lives in the workspace")
}

/// The cargo that runs us.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
