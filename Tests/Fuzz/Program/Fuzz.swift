import FuzzTargets
import Glibc

/// What libFuzzer calls with every input. `SNAPCTL_FUZZ_TARGET` names the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do throws(FuzzTarget.Broken) { try target.run(bytes) } catch {
        print("broken: \(error.promise)")
        abort()
    }
    return 0
}

private let target: FuzzTarget = {
    let name = unsafe getenv("SNAPCTL_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        print("SNAPCTL_FUZZ_TARGET is one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
        exit(2)
    }
    return target
}()
