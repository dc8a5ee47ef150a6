import Glibc

/// A secret that the environment holds, taken out of it: children do not inherit it, and `/proc/PID/environ` does not show it.
enum EnvironmentSecret {
    /// The value, once; `nil` when there is none, and ever after.
    static func take(_ name: String) -> String? {
        guard let place = unsafe getenv(name) else { return nil }
        let value = unsafe String(cString: place)
        // The bytes themselves lie where the kernel put them, and stay there when the name is gone.
        unsafe memset(place, 0x20, strlen(place))
        unsafe unsetenv(name)
        return value
    }
}
