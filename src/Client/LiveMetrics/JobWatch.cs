using System.Net;
using System.Runtime.CompilerServices;
using LearnML.Contracts;

namespace LearnML.Client;

/// <summary>Streams a job's epochs from the hub, and reconnects if the connection is lost.</summary>
/// <param name="requests">Reads the job's state.</param>
/// <param name="hub">Streams the epochs.</param>
internal sealed class JobWatch(JsonRequests requests, TrainingHubConnection hub)
{
    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    /// <summary>Streams the epochs after a sequence number, each once and in order, until the job has ended.</summary>
    public async IAsyncEnumerable<EpochMetrics> StreamAsync(Guid id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An error at the start is thrown. Later connection errors lead to a new attempt.
        await GetAsync(id, cancellationToken);
        await hub.ConnectAsync(cancellationToken);
        while (true)
        {
            await foreach (var epoch in hub.StreamUntilDisconnectedAsync(id, after, cancellationToken))
            {
                yield return epoch;
                after = epoch.Sequence;
            }

            // A stream also ends when the service stops.
            if (await HasEndedAsync(id, after, cancellationToken))
            {
                yield break;
            }

            await Task.Delay(ReconnectInterval, cancellationToken);
        }
    }

    /// <summary>Whether the job has ended and has no epoch after this sequence number; false if the service is not available.</summary>
    private async Task<bool> HasEndedAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        try
        {
            var job = await GetAsync(id, cancellationToken);
            return job.EndedAt is not null && job.LastSequence <= after;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            or LearnMLException { Status: >= HttpStatusCode.InternalServerError })
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The request reached the client's timeout.
            return false;
        }
    }

    private Task<Job> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<Job>($"api/jobs/{id}", cancellationToken);
}
