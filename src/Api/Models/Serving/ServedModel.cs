using System.Text;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Predicting;
using LearnML.Training.State;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// A model version that is loaded and warm: it has made one prediction, so its code is compiled and its memory is allocated before the first request.
/// </summary>
public sealed class ServedModel
{
    // The names and brackets of a prediction, and a number with its comma.
    private const int FixedBytesPerRow = 64;
    private const int BytesPerOutput = 16;

    private readonly DynamicBatcher batcher;
    private readonly Lazy<Task<IReadOnlyList<ParameterSummary>>> parameters;

    private ServedModel(Predictor predictor, ServingMeter meter)
    {
        (Predictor, batcher) = (predictor, new DynamicBatcher(predictor, meter));
        parameters = new(() => Task.Run(predictor.SummarizeParameters));
        var longestClass = predictor.Description.Classes.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
        AnswerBytesPerRow = FixedBytesPerRow + longestClass + (BytesPerOutput * predictor.OutputsPerRow);
    }

    /// <summary>Runs the model.</summary>
    public Predictor Predictor { get; }

    /// <summary>About how many bytes the prediction of one row has in an answer.</summary>
    public long AnswerBytesPerRow { get; }

    /// <summary>Returns the summary of all parameters. It is computed once: that takes seconds for a large model.</summary>
    public Task<IReadOnlyList<ParameterSummary>> SummarizeParametersAsync() => parameters.Value;

    /// <summary>Loads a version and makes one prediction with it.</summary>
    /// <param name="folder">The checkpoints of the job that trained it.</param>
    /// <param name="version">The version.</param>
    /// <param name="device">The device on which it runs.</param>
    /// <param name="meter">Measures the batch sizes.</param>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged.</exception>
    public static ServedModel Load(CheckpointFolder folder, ModelVersion version, string device, ServingMeter meter)
    {
        ArgumentNullException.ThrowIfNull(version);
        var predictor = Predictor.Load(folder, version.Checkpoint, device);
        predictor.Run(new float[predictor.Description.Inputs], new float[predictor.OutputsPerRow]);
        return new ServedModel(predictor, meter);
    }

    /// <summary>
    /// Returns the outputs of the model, [rows, outputs per row], as <see cref="Predictor.Run"/> computes them. Rows of several requests may be
    /// computed in one batch.
    /// </summary>
    /// <param name="inputs">[rows, inputs]. Must not change until the task has completed.</param>
    /// <param name="cancellationToken">Cancels the computation of many rows.</param>
    public Task<float[]> RunAsync(ReadOnlyMemory<float> inputs, CancellationToken cancellationToken) =>
        batcher.RunAsync(inputs, cancellationToken);
}
