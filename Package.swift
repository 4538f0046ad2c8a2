// swift-tools-version: 6.1
import PackageDescription

// Data flows one way; a target imports only what stands above it in this list.
//   ParallaxFiles        errors, threads, numbers, foreign text, tensors, files of every kind, sites
//   ParallaxText         tokenization, chat templates
//   ParallaxModels       models, dictionaries, verbalizers
//   ParallaxMeasures     measures, statistics, splicing, lens, a dictionary's self-check
//   ParallaxWorld        documents, explanations, labels, workspaces, inspection
//   ParallaxComparisons  plan, records, report of a comparison; beside it ParallaxClaims: what a text claims, tested. Neither knows the other.
//   ParallaxCompute      all of these as one library, which other packages can import
//   ParallaxSession   session state, actions, effects and the engine that carries the effects out
//   ParallaxViews     themes, and views as pure functions from state to cells
//   ParallaxTerminal  cells → terminal: the only target that knows ncurses
//   ParallaxCommands  the commands beside the terminal, on the same measures
let package = Package(
    name: "Parallax",
    products: [
        .executable(name: "parallax", targets: ["parallax"]),
        .library(name: "ParallaxCompute", targets: ["ParallaxCompute"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0")
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COniguruma", providers: [.apt(["libonig-dev"])]),
        .target(name: "CKernels"),
        .target(name: "CMapping"),
        .target(name: "CCrash"),
        .target(name: "CTerminal", dependencies: ["CCrash"]),
        .target(
            name: "ParallaxFiles",
            dependencies: [
                "CCrash", "CKernels", "CMapping", "COpenBLAS", "CZlib", .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams")
            ]),
        .target(name: "ParallaxText", dependencies: ["ParallaxFiles", "COniguruma"]),
        .target(name: "ParallaxModels", dependencies: ["ParallaxText", "CKernels", "COpenBLAS", .product(name: "Yams", package: "Yams")]),
        .target(name: "ParallaxMeasures", dependencies: ["ParallaxModels", "COpenBLAS"]),
        .target(name: "ParallaxWorld", dependencies: ["ParallaxMeasures", .product(name: "Yams", package: "Yams")]),
        .target(name: "ParallaxComparisons", dependencies: ["ParallaxWorld", "COpenBLAS"]),
        .target(name: "ParallaxClaims", dependencies: ["ParallaxWorld", "COpenBLAS", .product(name: "Yams", package: "Yams")]),
        .target(name: "ParallaxCompute", dependencies: ["ParallaxComparisons", "ParallaxClaims"]),
        .target(name: "ParallaxSession", dependencies: ["CCrash", "CMapping", "ParallaxCompute"]),
        .target(name: "ParallaxViews", dependencies: ["ParallaxSession", .product(name: "Yams", package: "Yams")]),
        .target(name: "ParallaxTerminal", dependencies: ["ParallaxViews", "CCrash", "CNcurses", "CTerminal"]),
        .target(
            name: "ParallaxCommands",
            dependencies: ["CCrash", "ParallaxTerminal", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "parallax", dependencies: ["ParallaxCommands"]),

        .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"])]),
        // A pseudo-terminal and what a person would see on it.
        .target(name: "TerminalHarness", dependencies: ["ParallaxViews", "CVTerm", "CTerminal"], path: "Tests/TerminalHarness"),
        .target(name: "TestSupport", dependencies: ["ParallaxCompute"], path: "Tests/TestSupport"),
        .testTarget(name: "ParallaxFilesTests", dependencies: ["ParallaxFiles", "TestSupport"]),
        .testTarget(name: "ParallaxTextTests", dependencies: ["ParallaxText", "TestSupport"]),
        .testTarget(name: "ParallaxModelsTests", dependencies: ["ParallaxModels", "TestSupport"]),
        .testTarget(name: "ParallaxMeasuresTests", dependencies: ["ParallaxMeasures", "TestSupport"]),
        .testTarget(name: "ParallaxWorldTests", dependencies: ["ParallaxWorld", "TestSupport"]),
        .testTarget(name: "ParallaxComparisonsTests", dependencies: ["ParallaxComparisons", "TestSupport"]),
        .testTarget(name: "ParallaxClaimsTests", dependencies: ["ParallaxClaims", "TestSupport"]),
        // What goes through all modules: the rules of the sources, made-up files for every parser, strangers' checkpoints.
        .testTarget(name: "ParallaxComputeTests", dependencies: ["ParallaxCompute", "TestSupport"]),
        .testTarget(name: "ParallaxScreenTests", dependencies: ["ParallaxViews", "CTerminal", "TestSupport"], exclude: ["Goldens"]),
        // A small program on the terminal kit, for what the explorer must never do: crash, hang, be killed.
        .executableTarget(name: "TerminalProbe", dependencies: ["CCrash", "ParallaxTerminal"], path: "Tests/TerminalProbe"),
        .testTarget(
            name: "ParallaxTerminalTests",
            dependencies: ["parallax", "TerminalProbe", "ParallaxTerminal", "ParallaxViews", "CTerminal", "TerminalHarness", "TestSupport"]),
        // A small program on the files that grow or are kept between runs, for what only a process can show.
        .executableTarget(name: "RecordProbe", dependencies: ["ParallaxCompute", "TestSupport"], path: "Tests/RecordProbe"),
        // Every command, option and page on hostile inputs, as processes on a tiny world.
        .testTarget(name: "HostileTests", dependencies: ["parallax", "ParallaxViews", "CTerminal", "TerminalHarness", "TestSupport"]),
        .testTarget(
            name: "ParallaxCommandTests", dependencies: ["parallax", "RecordProbe", "ParallaxCommands", "TestSupport"], exclude: ["Goldens"]
        )
    ],
    swiftLanguageModes: [.v6]
)
