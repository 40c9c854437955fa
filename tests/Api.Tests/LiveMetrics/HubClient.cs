using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.LiveMetrics;

/// <summary>A client of the training hub.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly HubConnection hub;

    private HubClient(HubConnection hub) => this.hub = hub;

    public static async Task<HubClient> ConnectAsync(Service service, string? key = null)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(service.Address, "/hubs/training"),
                options => options.AccessTokenProvider = key is null ? null : () => Task.FromResult<string?>(key))
            .AddJsonProtocol(json => WireFormat.Apply(json.PayloadSerializerOptions))
            .Build();
        await hub.StartAsync();
        return new HubClient(hub);
    }

    public IAsyncEnumerable<EpochMetrics> Stream(Guid job, long afterSequence = 0) =>
        hub.StreamAsync<EpochMetrics>("Watch", job, afterSequence);

    /// <summary>Watches a job until the service completes the stream.</summary>
    public async Task<IReadOnlyList<EpochMetrics>> WatchAsync(Guid job, long afterSequence = 0) =>
        await Stream(job, afterSequence).ToListAsync().AsTask().WaitAsync(Deadline.Timeout);

    public Task CallAsync(string method) => hub.InvokeAsync(method);

    public Task CallAsync(string method, Guid job) => hub.InvokeAsync(method, job);

    /// <summary>Waits until the service closes the connection.</summary>
    public Task WaitForCloseAsync() => Deadline.UntilAsync(() => hub.State == HubConnectionState.Disconnected);

    public void OnJobChanged(Action<Job> handler) => hub.On(nameof(ITrainingClient.JobChanged), handler);

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}
