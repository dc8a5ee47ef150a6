import ArgumentParser
@main struct Snapctl: AsyncParsableCommand { func run() async throws { print("x") } }
