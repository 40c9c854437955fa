using System.Diagnostics;
using System.Text.Json;
using LearnML.Training.Devices;

namespace LearnML.Training.Tests.Devices;

/// <summary>The libtorch package that the build selects, read from MSBuild without a build, and the libraries in the tests' output folder.</summary>
public sealed class TorchBackendTests
{
    private static string Automatic => File.Exists("/proc/driver/nvidia/version") ? "cuda" : "cpu";

    [Theory]
    [InlineData("cpu", "TorchSharp-cpu")]
    [InlineData("cuda", "TorchSharp-cuda-linux")]
    public async Task Property_selects_package(string backend, string package)
    {
        Assert.Equal([package], await TorchPackagesAsync($"-p:TorchBackend={backend}"));
    }

    [Theory]
    [InlineData()]
    [InlineData("-p:TorchBackend=auto")]
    public async Task Automatic_backend_is_cuda_if_driver_is_loaded(params string[] properties)
    {
        Assert.Equal([Automatic == "cuda" ? "TorchSharp-cuda-linux" : "TorchSharp-cpu"], await TorchPackagesAsync(properties));
    }

    [Fact]
    public void Build_reports_backend_and_versions()
    {
        Assert.Contains(TorchDevices.Backend, (string[])["cpu", "cuda"]);
        Assert.Equal("0.107.0", TorchDevices.TorchSharpVersion);
        Assert.StartsWith("2.10", TorchDevices.LibtorchVersion, StringComparison.Ordinal);
        Assert.Equal(TorchDevices.Gpus.Count == 0, TorchDevices.CudaUnavailableReason is not null);
    }

    [Fact]
    public void Build_copies_only_native_libraries_of_this_platform()
    {
        var files = Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        string[] natives = ["libtorch_cpu.so", "libtorch_cpu.dylib", "torch_cpu.dll"];

        Assert.Single(natives.Intersect(files));
    }

    private static async Task<string[]> TorchPackagesAsync(params string[] properties)
    {
        var project = Path.Combine(Root(), "src", "Training", "Training.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getItem:PackageReference", .. properties])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var evaluated = JsonDocument.Parse(output);
        var packages = evaluated.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray();
        return [.. packages.Select(
            package => package.GetProperty("Identity").GetString()!).Where(name => name.StartsWith("TorchSharp", StringComparison.Ordinal))];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LearnML.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
