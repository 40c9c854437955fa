using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Hosting;

/// <summary>A visitor's page of a service's dashboard, which hears all that the browser complains of and every request that is sent.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly Uri address;
    private readonly ConcurrentQueue<string> complaints = new();

    private Dashboard(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.Console += (_, message) => complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) => Heard(request.Url);
        page.WebSocket += (_, socket) => Heard(socket.Url.Replace("ws:", "http:", StringComparison.Ordinal));
    }

    public IPage Page { get; }

    /// <summary>Opens a page of the dashboard: <c>#/jobs</c>.</summary>
    public static async Task<Dashboard> OpenAsync(Chromium chromium, Uri address, string page = "", int width = 1280, bool isDark = false, string language = "en", bool moves = false)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
            ReducedMotion = moves ? ReducedMotion.NoPreference : ReducedMotion.Reduce,
        });
        var dashboard = new Dashboard(context, await context.NewPageAsync(), address);
        await dashboard.GoAsync(page);
        return dashboard;
    }

    /// <summary>Goes to a page, and waits until its heading is there.</summary>
    public async Task GoAsync(string page)
    {
        await Page.GotoAsync("/" + page);
        await Page.Locator("main h1").WaitForAsync();
    }

    /// <summary>Keeps a picture of the page as it is, in the folder <c>screenshots</c> beside the tests.</summary>
    public Task KeepPictureAsync(string name) => Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png") });

    /// <summary>Nothing was said in the browser's console, and no request left the service.</summary>
    public void AssertQuiet() => Assert.Empty(complaints);

    /// <summary>Forgets what was said so far, as while the service was away.</summary>
    public void ForgetComplaints() => complaints.Clear();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void Heard(string url)
    {
        if (!url.StartsWith(address.ToString(), StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal))
        {
            complaints.Enqueue($"A request left the service: {url}");
        }
    }
}
