using LearnML.Browser.Tests.Hosting;

namespace LearnML.Browser.Tests.Pages;

/// <summary>A service that has trained on images and, by cross-validation, on a table.</summary>
public sealed class TrainedService : IAsyncLifetime
{
    private readonly LearningService service = new();
    private string image = "";
    private string table = "";

    public Uri Address => service.Address;

    public async ValueTask InitializeAsync()
    {
        await service.InitializeAsync();
        image = (await service.TrainAsync("glyphs")).GetProperty("id").GetString()!;
        table = (await service.TrainAsync("balanced", new { validation = new { folds = 3, holdout = (double?)null, testPart = (bool?)null } })).GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    public string Fill(string address) => address.Replace("{image}", image, StringComparison.Ordinal).Replace("{table}", table, StringComparison.Ordinal);
}
