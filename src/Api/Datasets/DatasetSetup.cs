using LearnML.Api.Hosting;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Datasets;

internal static partial class DatasetSetup
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddDatasets(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var folder = provider.GetRequiredService<IOptions<LearnMLOptions>>().Value.DatasetFolder;
        var generated = provider.GetRequiredService<IOptions<LearnMLOptions>>().Value.GeneratedDatasetFolder;
        var log = provider.GetRequiredService<ILogger<DatasetCatalog>>();

        // One client for the life of the process, without a timeout: each download sets its own.
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout }) { Timeout = Timeout.InfiniteTimeSpan };
        return new DatasetCatalog(
        [
            new FashionMnist(folder, http, message => LogMessage(log, message)),
            new Glyphs(),
            new KaggleHouse(folder, http, message => LogMessage(log, message)),
            new Polynomial(generated),
            new HighDimensional(generated),
        ]);
    }).AddSingleton<UploadStore>().AddSingleton<InspectionMemory>().AddSingleton<DatasetUpload>().AddSingleton<DatasetCorrection>()
    .AddSingleton<DatasetLibrary>()
    .AddHostedService<UnfinishedUploadCleanup>();

    [LoggerMessage(LogLevel.Information, "{Message}")]
    private static partial void LogMessage(ILogger log, string message);
}
