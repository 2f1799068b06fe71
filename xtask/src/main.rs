//! Every chore of the project is a subcommand: `cargo xtask --help`.
#![forbid(unsafe_code)]

mod bench;
mod check;
mod conformance;
mod demo;
mod gates;
mod header;
mod install;
mod java;
mod kinds;
mod prove;
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
    /// Watch a payment travel from the phone to the booked notice, and six attacks fail. 演示支付与攻击。
    ///
    /// Starts a stand-in for WeChat and a shop in Tomcat on free ports, prints every message with the string that was
    /// signed, and leaves nothing behind.
    ///
    /// 在空闲端口上启动模拟微信和 Tomcat 商户，逐条打印报文和签名串，结束后不留任何进程和文件。
    Demo(demo::Options),
    /// Run every test there is. 运行全部测试。
    ///
    /// From a fresh clone on. A missing program makes its suites count as skipped, with CI=true as failed; --install
    /// prevents both. The last line is the sum.
    ///
    /// 缺少程序的测试组计为跳过（CI=true 时计为失败），--install 会先装好。最后一行是总数。
    Test(test::Options),
    /// Run the corpus through Rust, C, Java, Node and Chromium; one table. 各语言一致性。
    ///
    /// Every face must give what is written, and all the same, to the byte. --add puts another library beside them.
    ///
    /// 每种语言的结果都必须与语料一致，且彼此逐字节相同；--add 可加入其他库的结果。
    Conformance(conformance::Options),
    /// Check form, lints, documentation and generated files; compile, run nothing. 静态检查。
    Check,
    /// Measure time and instructions and print the ratios. 性能测量。
    ///
    /// Takes some minutes. Every figure compares two things measured in the same run, so it says the same on any machine.
    ///
    /// 每个数字都是同一次运行中两者之比，与机器快慢无关。
    Bench(bench::Options),
    /// Prove what takes too long for every run of the tests. 耗时较长的证明。
    ///
    /// A million lists against Python, the conformance suite of the W3C, published libraries, instructions per byte, timing
    /// of the comparison, mutants. One line says what each has seen.
    ///
    /// 与 Python 比对一百万组参数、W3C 一致性测试、其他已发布的库、逐字节指令数、比较耗时、变异测试；每项输出一行结果。
    Prove(prove::Options),
    /// Feed the fuzz targets, starting from the corpus. 模糊测试。
    ///
    /// Needs a nightly toolchain; cargo-fuzz is built when it is missing.
    ///
    /// 需要 nightly 工具链；缺少 cargo-fuzz 时自动编译。
    Fuzz(prove::fuzz::Options),
    /// Make everything that is generated from core/kinds/*.toml, and the codes of Java and JavaScript. 由数据文件生成代码。
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
    /// Install the C library: headers, shared and static library, pkg-config file, CMake package. 安装 C 库。
    Install(install::Options),
    /// Pack the C library into target/dist. 打包 C 库。
    Dist,
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
        Task::Conformance(options) => return conformance::run(&options),
        Task::Check => return Ok(verdict(check::all()?)),
        Task::Bench(options) => bench::print(&options)?,
        Task::Prove(options) => return prove::run(&options),
        Task::Fuzz(options) => return prove::fuzz::run(&options),
        Task::Kinds { check: true } => kinds::check(root())?,
        Task::Kinds { check: false } => kinds::write(root())?,
        Task::Header { check: true } => header::check(root())?,
        Task::Header { check: false } => header::write(root())?,
        Task::Install(options) => {
            tools::ensure(&[tools::Tool::Strip], false)?.demand()?;
            install::install(&options)?;
        }
        Task::Dist => {
            tools::ensure(&[tools::Tool::Strip], false)?.demand()?;
            println!("{}", install::dist()?.display());
        }
        Task::Natives => {
            tools::ensure(&[tools::Tool::Strip], false)?.demand()?;
            println!("{}", java::build(root(), &[java::Step::Native])?.native.display());
        }
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

/// The cargo that runs us. What it builds is looked for in the project's own target folder, wherever others are told to build.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).env("CARGO_TARGET_DIR", root().join("target"));
    command
}
