using LearnML.Api.Tests.Hosting;
using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace LearnML.Browser.Tests.Hosting;

/// <summary>The machine's installed Chromium or Chrome without a window, shared by all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Missing = "There is no Chromium: install the package chromium-headless-shell or chromium.";

    // Playwright's default timeout of 5 s is too short on a busy machine.
    private const int ExpectTimeoutMilliseconds = 30_000;

    // The headless shell needs less than half of the processor time of a whole browser without a window.
    private static readonly string? Executable = new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome" }
        .Select(name => ShellCommand.Find(name)).FirstOrDefault(path => path is not null);

    private IPlaywright? playwright;

    /// <summary>Whether a browser is installed. On a build server (CI=true), a missing browser is a failure.</summary>
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
            Assertions.SetDefaultExpectTimeout(ExpectTimeoutMilliseconds);
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
