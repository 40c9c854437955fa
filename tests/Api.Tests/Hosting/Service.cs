using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A running service and a client of its API.</summary>
internal sealed class Service : IAsyncDisposable
{
    private const int LargeBodyBytes = 1_000_000;

    private readonly HttpClient http;

    private readonly ServiceHost? host;

    private readonly ServiceProcess? process;

    private readonly bool isSharedHost;

    private Service(ServiceHost? host, ServiceProcess? process, Uri address, string? key = null, bool isSharedHost = false)
    {
        (this.host, this.process, this.isSharedHost) = (host, process, isSharedHost);
        http = new HttpClient { BaseAddress = address, Timeout = Deadline.Timeout };
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        Client = new LearnMLClient(http);
    }

    /// <summary>The process of a service that <see cref="StartProcessAsync"/> started.</summary>
    public ServiceProcess Process => process ?? throw new InvalidOperationException("The service has no process of its own.");

    /// <summary>Everything that the service has logged.</summary>
    public string Output => host?.Output ?? Process.Output;

    /// <summary>The typed client. Tests of the HTTP responses themselves send their own requests.</summary>
    public LearnMLClient Client { get; }

    public Uri Address => http.BaseAddress!;

    /// <summary>Starts a service in this process.</summary>
    public static async Task<Service> StartAsync(TemporaryFolder data, string? datasets = null, params IEnumerable<string> arguments)
    {
        var host = await ServiceHost.StartAsync(data, datasets, arguments);
        return new Service(host, null, host.Address);
    }

    /// <summary>Starts a service in its own process, which can be killed and measured.</summary>
    public static async Task<Service> StartProcessAsync(TemporaryFolder data, string? datasets = null, params IEnumerable<string> arguments)
    {
        var (process, address) = await ServiceProcess.StartAsync(data, datasets, arguments);
        return new Service(null, process, address);
    }

    /// <summary>Starts a service in its own process, which may open only so many files.</summary>
    public static async Task<Service> StartWithOpenFilesAsync(TemporaryFolder data, int openFiles)
    {
        var (process, address) = await ServiceProcess.StartWithOpenFilesAsync(data, openFiles);
        return new Service(null, process, address);
    }

    /// <summary>The services of a service in this process.</summary>
    public IServiceProvider Services => host!.Services;

    /// <summary>Stops a service in this process gracefully, as Ctrl+C does.</summary>
    public Task StopAsync() => host!.StopAsync();

    /// <summary>Creates a client of the same service with another key.</summary>
    public Service WithKey(string? key) => new(host, process, Address, key, isSharedHost: true);

    public Task<ApiResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<T> GetAsync<T>(string path)
    {
        var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        return response.Read<T>();
    }

    public Task<ApiResponse> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<ApiResponse> PostAsync(string path) => SendAsync(HttpMethod.Post, path);

    public Task<ApiResponse> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.Serialize(body, WireFormat.Options));

    public Task<ApiResponse> PostAsync(string path, string body, string? contentType = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), contentType);

    public async Task<ApiResponse> SendJsonAsync(HttpMethod method, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content);
    }

    public async Task<ApiResponse> PostAsync(string path, byte[] body, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public async Task<ApiResponse> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        // Expect: 100-continue lets the client read the rejection of a large body, which it otherwise could not.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > LargeBodyBytes;
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await http.SendAsync(request);
        return new ApiResponse(
            response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            response.Headers.Location, await response.Content.ReadAsStringAsync())
        { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    /// <summary>Posts a spec, which must be accepted.</summary>
    public Task<Job> StartJobAsync(JobSpec spec) => Client.Jobs.RunAsync(spec);

    /// <summary>Runs a recipe and waits until the job ends.</summary>
    public async Task<Job> RunRecipeAsync(string name, string patch) =>
        await WaitForEndAsync((await Client.Jobs.RunRecipeAsync(name, JsonNode.Parse(patch))).Id);

    /// <summary>Uploads a table.</summary>
    public Task<ApiResponse> UploadAsync(string content, params IEnumerable<(string Name, string Value)> fields) =>
        UploadAsync(Encoding.UTF8.GetBytes(content), fields);

    /// <summary>Uploads a table.</summary>
    public Task<ApiResponse> UploadAsync(byte[] content, params IEnumerable<(string Name, string Value)> fields) =>
        SendFormAsync("/api/datasets", content, "table.csv", fields);

    /// <summary>Posts a form with any parts.</summary>
    public Task<ApiResponse> PostFormAsync(string path, MultipartFormDataContent form) => SendAsync(HttpMethod.Post, path, form);

    private async Task<ApiResponse> SendFormAsync(string path, byte[]? file, string fileName, IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "file", fileName);
        }

        return await SendAsync(HttpMethod.Post, path, form);
    }

    /// <summary>Downloads a file, which must exist.</summary>
    public async Task<(byte[] File, string Name)> DownloadAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        var file = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(file));
        Assert.Equal(file.Length, response.Content.Headers.ContentLength);
        return (file, response.Content.Headers.ContentDisposition!.FileName!);
    }

    /// <summary>Imports a model file.</summary>
    public Task<ApiResponse> ImportAsync(byte[]? file, params IEnumerable<(string Name, string Value)> fields) =>
        SendFormAsync("/api/models", file, "model.safetensors", fields);

    /// <summary>Runs a job and waits until it ends.</summary>
    public async Task<Job> RunJobAsync(JobSpec spec) => await WaitForEndAsync((await StartJobAsync(spec)).Id);

    public Task<Job> GetJobAsync(Guid id) => Client.Jobs.GetAsync(id);

    public Task<Job> WaitForJobAsync(Guid id, Predicate<Job> isDone) => Deadline.UntilAsync(() => GetJobAsync(id), isDone);

    public Task<Job> WaitForEndAsync(Guid id) => WaitForJobAsync(id, job => job.EndedAt is not null);

    public Task<IReadOnlyList<EpochMetrics>> GetMetricsAsync(Guid id, long after = 0) => Client.Jobs.GetMetricsAsync(id, after);

    public Task<IReadOnlyList<JobLogEntry>> GetLogAsync(Guid id, long after = 0) => Client.Jobs.GetLogAsync(id, after);

    public async Task<PredictionResponse> PredictAsync(string model, object instances)
    {
        var response = await PostAsync($"/api/models/{model}/predict", new { instances });
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return response.Read<PredictionResponse>();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        http.Dispose();
        if (!isSharedHost)
        {
            await (host?.DisposeAsync() ?? Process.DisposeAsync());
        }
    }
}
