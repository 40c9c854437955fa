using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>What the service runs on.</summary>
public sealed class SystemClient
{
    private readonly JsonRequests requests;

    internal SystemClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Device, GPUs, versions, memory, storage, the processes that are alive and the queues.</summary>
    public Task<SystemInfo> GetAsync(CancellationToken cancellation = default) => requests.GetAsync<SystemInfo>("api/system", cancellation);
}
