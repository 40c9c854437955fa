using LearnML.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace LearnML.Browser.Tests.Pages;

/// <summary>
/// A service with a job on images, a cross-validation on a table and a search, and one browser page that loads its pages one after another.
/// </summary>
public sealed class TrainedService : IAsyncLifetime
{
    private readonly LearningService service = new();
    private Dashboard? dashboard;
    private string image = "";
    private string table = "";
    private string search = "";

    public Uri Address => service.Address;

    public async ValueTask InitializeAsync()
    {
        await service.InitializeAsync();
        image = (await service.TrainAsync("glyphs")).GetProperty("id").GetString()!;
        var validation = new { folds = 3, holdout = (double?)null, testPart = (bool?)null };
        table = (await service.TrainAsync("balanced", new { validation })).GetProperty("id").GetString()!;
        var space = new Dictionary<string, object>
        {
            ["optimizer.learningRate"] = new { logUniform = new[] { 0.001, 0.1 } },
            ["network.hidden"] = new { choice = new[] { new[] { 4 }, [8, 8] } },
        };
        var searched = new { training = new { epochs = 2 }, search = new { trials = 8, space } };
        search = (await service.TrainAsync("underfit", searched)).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await (dashboard?.DisposeAsync() ?? ValueTask.CompletedTask);
        await service.DisposeAsync();
    }

    /// <summary>Loads a page anew, in light colours.</summary>
    internal async Task<Dashboard> OpenAsync(Chromium chromium, string address, int width = 1280)
    {
        // A new browser page costs two seconds of processor time, because Chromium starts a process for it.
        dashboard ??= await Dashboard.OpenAsync(chromium, Address);
        dashboard.ClearProblems();
        await dashboard.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await dashboard.Page.SetViewportSizeAsync(width, 900);
        await dashboard.LoadAsync(WithJobIds(address));
        return dashboard;
    }

    /// <summary>Replaces {image}, {table} and {search} in an address by the ids of the jobs.</summary>
    public string WithJobIds(string address) => address.Replace("{image}", image, StringComparison.Ordinal)
        .Replace("{table}", table, StringComparison.Ordinal).Replace("{search}", search, StringComparison.Ordinal);
}
