using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Hosting;

/// <summary>A browser page with the dashboard. It records console messages, script errors and requests to other servers as problems.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly Uri address;
    private readonly ConcurrentQueue<string> problems = new();
    private int loads;

    private Dashboard(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.Console += (_, message) => problems.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Request += (_, request) => CheckUrl(request.Url);
        page.WebSocket += (_, socket) => CheckUrl(socket.Url.Replace("ws:", "http:", StringComparison.Ordinal));
    }

    public IPage Page { get; }

    /// <summary>Opens a page of the dashboard, for example <c>#/jobs</c>.</summary>
    public static async Task<Dashboard> OpenAsync(
        Chromium chromium, Uri address, string page = "", int width = 1280, bool isDark = false, string language = "en", bool hasAnimations = false)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
            ReducedMotion = hasAnimations ? ReducedMotion.NoPreference : ReducedMotion.Reduce,
        });
        var dashboard = new Dashboard(context, await context.NewPageAsync(), address);
        await dashboard.NavigateAsync(page);
        return dashboard;
    }

    /// <summary>Navigates to a page and waits for its heading.</summary>
    public async Task NavigateAsync(string page)
    {
        await Page.GotoAsync("/" + page);
        await Page.Locator("main h1").WaitForAsync();
    }

    /// <summary>Loads the document anew at a page of the dashboard and waits for its heading.</summary>
    public Task LoadAsync(string page)
    {
        // Without another query the browser would keep the document.
        loads++;
        return NavigateAsync(string.Create(CultureInfo.InvariantCulture, $"?load={loads}{page}"));
    }

    /// <summary>Saves a screenshot of the page in the folder <c>screenshots</c> beside the tests.</summary>
    public Task SaveScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png") });

    /// <summary>Asserts that the browser's console is empty and that every request went to the service.</summary>
    public void AssertNoProblems() => Assert.Empty(problems);

    /// <summary>Clears the recorded problems, for example after the service was away.</summary>
    public void ClearProblems() => problems.Clear();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void CheckUrl(string url)
    {
        string[] allowed = [address.ToString(), "data:", "blob:"];
        if (!allowed.Any(start => url.StartsWith(start, StringComparison.Ordinal)))
        {
            problems.Enqueue($"A request went to another server: {url}");
        }
    }
}
