using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace LearnML.Browser.Tests.Hosting;

/// <summary>The machine's own Chromium or Chrome, without a window, for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Missing = "There is no Chromium: install the package chromium.";

    // The 5 s that Playwright waits for what it expects are too few beside busy neighbours.
    private const int PatientMilliseconds = 30_000;

    private static readonly string? Executable = new[] { "chromium", "chromium-browser", "google-chrome", "chrome" }.Select(name => ShellCommand.Find(name)).FirstOrDefault(path => path is not null);

    private IPlaywright? playwright;

    /// <summary>Whether it can be started here; on a build server it must.</summary>
    public static bool Available
    {
        get
        {
            Assert.False(Executable is null && Environment.GetEnvironmentVariable("CI") == "true", Missing);
            return Executable is not null;
        }
    }

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Available)
        {
            Assertions.SetDefaultExpectTimeout(PatientMilliseconds);
            playwright = await Playwright.CreateAsync();
            Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (playwright is not null)
        {
            await Browser.DisposeAsync();
            playwright.Dispose();
        }
    }
}
