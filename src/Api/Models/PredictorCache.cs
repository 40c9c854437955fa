using LearnML.Contracts;
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

    /// <summary>The predictor of a model version's checkpoint.</summary>
    /// <exception cref="CheckpointException">Its files are gone or damaged; the next call looks again.</exception>
    public Predictor Get(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var key = (version.JobId, version.Checkpoint);
        var loading = predictors.GetOrCreate(key, entry =>
        {
            entry.Size = 1;
            return new Lazy<Predictor>(() => Load(version));
        })!;
        try
        {
            return loading.Value;
        }
        catch (CheckpointException)
        {
            predictors.Remove(key);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => predictors.Dispose();

    private Predictor Load(ModelVersion version) => Predictor.Load(
        new CheckpointFolder(options.Value.CheckpointFolder(version.JobId)), version.Checkpoint, TorchDevices.Resolve(options.Value.Device)!);
}
