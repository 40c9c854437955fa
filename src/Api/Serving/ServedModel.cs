using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Predicting;

namespace LearnML.Api.Serving;

/// <summary>A model version in memory, warm: its code is compiled and its memory reserved before a request waits for it.</summary>
public sealed class ServedModel
{
    private readonly JoinedPasses passes;

    private ServedModel(Predictor predictor, ServingMeter meter) => (Predictor, passes) = (predictor, new JoinedPasses(predictor, meter));

    /// <summary>Answers.</summary>
    public Predictor Predictor { get; }

    /// <summary>Loads a version.</summary>
    /// <param name="folder">The checkpoints of its job.</param>
    /// <param name="version">The version.</param>
    /// <param name="device">Where it answers.</param>
    /// <param name="meter">Measures its passes.</param>
    /// <exception cref="CheckpointException">Its files are gone or damaged.</exception>
    public static ServedModel Load(CheckpointFolder folder, ModelVersion version, string device, ServingMeter meter)
    {
        ArgumentNullException.ThrowIfNull(version);
        var predictor = Predictor.Load(folder, version.Checkpoint, device);
        predictor.Run(new float[predictor.Description.Inputs], new float[predictor.OutputsPerRow]);
        return new ServedModel(predictor, meter);
    }

    /// <summary>What it says of rows: [rows, outputs per row], as <see cref="Predictor.Run"/> gives it; rows of several requests may be computed together.</summary>
    /// <param name="inputs">[rows, inputs]; may change again once the answer is there.</param>
    public Task<float[]> RunAsync(ReadOnlyMemory<float> inputs) => passes.RunAsync(inputs);
}
