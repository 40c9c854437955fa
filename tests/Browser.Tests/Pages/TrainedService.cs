using LearnML.Browser.Tests.Hosting;

namespace LearnML.Browser.Tests.Pages;

/// <summary>A service with a job on images and a cross-validation on a table.</summary>
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
        var validation = new { folds = 3, holdout = (double?)null, testPart = (bool?)null };
        table = (await service.TrainAsync("balanced", new { validation })).GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    /// <summary>Replaces {image} and {table} in an address by the ids of the jobs.</summary>
    public string WithJobIds(string address) =>
        address.Replace("{image}", image, StringComparison.Ordinal).Replace("{table}", table, StringComparison.Ordinal);
}
