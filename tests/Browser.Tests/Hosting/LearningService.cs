using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Training.Tests.Datasets;

namespace LearnML.Browser.Tests.Hosting;

/// <summary>
/// A service in its own process, with the real datasets if they are available. A class that needs an empty job list or an idle device, or kills the
/// service, has its own; other classes share <see cref="SharedService"/>.
/// </summary>
public class LearningService : IAsyncLifetime
{
    private readonly TemporaryFolder data = new();
    private readonly HttpClient client;
    private ServiceProcess process = null!;

    public LearningService() => client = new HttpClient { BaseAddress = Address };

    public Uri Address { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/"));

    public async ValueTask InitializeAsync()
    {
        var datasets = RealDatasets.Available ? RealDatasets.Folder : null;
        (process, _) = await ServiceProcess.StartAsync(data, datasets, ServiceProcess.UrlsArgument, Address.ToString());
    }

    /// <summary>Kills the process. <see cref="InitializeAsync"/> starts it again at the same address.</summary>
    internal async Task KillAsync()
    {
        await process.KillAsync();
        await process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        client.Dispose();
        await process.DisposeAsync();
        data.Dispose();
    }

    internal Task<JsonElement> GetAsync(string path) => client.GetFromJsonAsync<JsonElement>(path);

    internal async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var response = body is null ? await client.PostAsync(path, null) : await client.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Runs a recipe and waits until the job has succeeded.</summary>
    /// <returns>The job.</returns>
    internal Task<JsonElement> TrainAsync(string recipe, object? patch = null) => RunAsync($"/api/recipes/{recipe}/jobs", patch);

    /// <summary>Runs a spec and waits until the job has succeeded.</summary>
    /// <returns>The job.</returns>
    internal Task<JsonElement> RunAsync(object spec) => RunAsync("/api/jobs", spec);

    /// <summary>Uploads a CSV file as a dataset.</summary>
    internal async Task UploadAsync(string name, string csv, string target)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(csv), "file", $"{name}.csv" },
            { new StringContent(name), "name" },
            { new StringContent(target), "target" },
        };
        using var response = await client.PostAsync("/api/datasets", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> RunAsync(string path, object? body)
    {
        var id = (await PostAsync(path, body)).GetProperty("id").GetString();
        var job = await Deadline.UntilAsync(() => GetAsync($"/api/jobs/{id}"), found => found.GetProperty("endedAt").ValueKind != JsonValueKind.Null);
        Assert.True(job.GetProperty("state").GetString() == "succeeded", job.GetRawText());
        return job;
    }
}
