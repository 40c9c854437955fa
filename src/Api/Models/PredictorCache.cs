using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Predicting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models;

/// <summary>
/// Keeps the predictors used last in memory; each is loaded once. One that is evicted while a request uses it lives on
/// until that request lets go.
/// </summary>
public sealed class PredictorCache(IOptions<LearnMLOptions> options) : IDisposable
{
    private const int Capacity = 16;

    private readonly MemoryCache predictors = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>The predictor of a job's checkpoint.</summary>
    /// <exception cref="CheckpointException">Its files are gone or damaged; the next call looks again.</exception>
    public Predictor Get(Guid jobId)
    {
        var loading = predictors.GetOrCreate(jobId, entry =>
        {
            entry.Size = 1;
            return new Lazy<Predictor>(() => Load(jobId));
        })!;
        try
        {
            return loading.Value;
        }
        catch (CheckpointException)
        {
            predictors.Remove(jobId);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => predictors.Dispose();

    private Predictor Load(Guid jobId) => Predictor.Load(
        new CheckpointFolder(options.Value.CheckpointFolder(jobId)), TorchDevices.Resolve(options.Value.Device)!);
}
