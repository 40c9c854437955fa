using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Api.Storage.Jobs;

/// <summary>A row of a query for epochs.</summary>
/// <param name="JobId">The id of the job.</param>
/// <param name="Sequence">The sequence number of the epoch.</param>
/// <param name="Json">The stored <see cref="EpochMetrics"/>, as JSON.</param>
internal sealed record StoredEpoch(Guid JobId, long Sequence, string Json)
{
    /// <summary>Returns the metrics of the epoch.</summary>
    public EpochMetrics ToMetrics() => JsonSerializer.Deserialize<EpochMetrics>(Json, WireFormat.Options)!;

    /// <summary>Returns the epoch as a point of the job's curve.</summary>
    public CurvePoint ToCurvePoint()
    {
        var epoch = ToMetrics();
        return new CurvePoint(epoch.Fold, epoch.Epoch, epoch.Train, epoch.Validation) { Trial = epoch.Trial, ElapsedSeconds = epoch.ElapsedSeconds };
    }
}
