using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Keys, and who did what with them. All but <see cref="WhoAsync"/> needs the scope <c>admin</c>.</summary>
public sealed class AccessClient
{
    private readonly JsonRequests requests;

    internal AccessClient(JsonRequests requests) => this.requests = requests;

    /// <summary>Whom the service takes this client for; null: nobody that it knows.</summary>
    public async Task<Caller?> WhoAsync(CancellationToken cancellation = default) => (await requests.GetAsync<Session>("api/session", cancellation)).Caller;

    /// <summary>All keys, the revoked ones too.</summary>
    public Task<IReadOnlyList<Key>> KeysAsync(CancellationToken cancellation = default) => requests.GetAsync<IReadOnlyList<Key>>("api/keys", cancellation);

    /// <summary>Makes a key. Its secret is told this once.</summary>
    /// <exception cref="LearnMLException">Something is wrong with the request (400).</exception>
    public Task<NewKey> CreateKeyAsync(KeyRequest request, CancellationToken cancellation = default) => requests.PostAsync<NewKey>("api/keys", request, cancellation);

    /// <summary>Revokes a key.</summary>
    /// <exception cref="LearnMLException">There is none of that name (404).</exception>
    public Task RevokeKeyAsync(string name, CancellationToken cancellation = default) => requests.DeleteAsync($"api/keys/{Uri.EscapeDataString(name)}", cancellation);

    /// <summary>The audit log's lines after a sequence number.</summary>
    public Task<IReadOnlyList<AuditEntry>> AuditAsync(long after = 0, int take = 100, CancellationToken cancellation = default) =>
        requests.GetAsync<IReadOnlyList<AuditEntry>>(JsonRequests.Query("api/audit", ("after", after), ("take", take)), cancellation);
}
