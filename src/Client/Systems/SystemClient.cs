using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>What the service runs on.</summary>
public sealed class SystemClient
{
    private readonly JsonRequests requests;

    internal SystemClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Device, GPUs, versions, storage, and the processes that are alive.</summary>
    public Task<SystemInfo> GetAsync(CancellationToken cancellation = default) => requests.GetAsync<SystemInfo>("api/system", cancellation);
}
