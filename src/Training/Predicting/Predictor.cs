using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;
using LearnML.Training.Tables.Columns;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Predicting;

/// <summary>
/// Predicts with a checkpoint. Several threads can use it at the same time. It has no <c>Dispose</c> method, because a cache can drop it
/// while a request still uses it. The garbage collector frees its memory when nothing uses it any more.
/// </summary>
public sealed class Predictor
{
    /// <summary>Why a row has no prediction, as the end of a sentence.</summary>
    public const string OverflowReason =
        "its values are so far outside the range of the training data that the prediction is not a finite number";

    private readonly BatchedNetwork network;
    private readonly ForwardPass forwardPass;
    private readonly OutputDecoder decoder;
    private readonly TemperatureScaling? temperature;

    private Predictor(
        CheckpointDescription description, BatchedNetwork network, Device device, float[]? background, ConformalScores? conformal)
    {
        (Background, Conformal) = (background, conformal);
        (Description, this.network, WeightBytes) = (description, network, Math.Max(sizeof(float) * network.ParameterCount, 1));
        temperature = description.Temperature is { } value ? new TemperatureScaling(value, description.Outputs) : null;
        (forwardPass, decoder) = (new ForwardPass(description, network, device), new OutputDecoder(description));

        // The garbage collector does not see native memory. Without this it would collect predictors too late.
        GC.AddMemoryPressure(WeightBytes);
        Encoder = description.Table is { } table ? new RowEncoder(table) : null;
    }

    /// <summary>Removes the memory pressure that the constructor added.</summary>
    ~Predictor() => GC.RemoveMemoryPressure(WeightBytes);

    /// <summary>The description of the checkpoint.</summary>
    public CheckpointDescription Description { get; }

    /// <summary>The memory of the parameters in bytes; at least 1.</summary>
    internal long WeightBytes { get; }

    /// <summary>Encodes rows of a table as inputs; null if the inputs are the pixels of images.</summary>
    public RowEncoder? Encoder { get; }

    /// <summary>
    /// Encoded training rows, [rows, inputs], that explanations start from; null for images, and if the model was imported or trained by an earlier
    /// version.
    /// </summary>
    internal float[]? Background { get; }

    /// <summary>
    /// The errors on rows that no network was trained on; null if the model was imported or trained by an earlier version.
    /// </summary>
    internal ConformalScores? Conformal { get; }

    /// <summary>The number of outputs per row: a probability for each class, or 1 for regression.</summary>
    public int OutputsPerRow => Description.Outputs;

    /// <summary>The multiplications of all networks for one row.</summary>
    internal double MultiplyAdds => network.MemberCount * network.MultiplyAdds;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="folder">The folder of the job.</param>
    /// <param name="checkpoint">The name of the checkpoint in the folder.</param>
    /// <param name="device">The device to compute on: one of <see cref="TorchDevices.All"/>.</param>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public static Predictor Load(CheckpointFolder folder, string checkpoint, string device)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var scope = NewDisposeScope();
        try
        {
            var (description, parameters) = folder.Load(checkpoint);
            var torchDevice = TorchDevices.ToTorchDevice(device);
            var network = CheckpointNetwork.Build(description, parameters, torchDevice);
            var background = description.Table is null ? null : folder.LoadBackground(checkpoint, description.Inputs);
            return new Predictor(description, network, torchDevice, background, folder.LoadConformal(checkpoint));
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            throw OutOfDeviceMemoryException.ForPrediction(exception);
        }
        catch (Exception exception) when (exception is not CheckpointException)
        {
            throw new CheckpointException("The checkpoint's description is inconsistent.", exception);
        }
    }

    /// <summary>The maximum number of rows that are computed in one forward pass. More rows are computed batch by batch.</summary>
    public int MaximumBatchSize => network.InferenceBatchSize;

    /// <summary>Predicts images.</summary>
    /// <param name="instances">The pixel values from 0 to 255, image after image, each row by row from the top.</param>
    /// <returns>One prediction per image.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public Prediction[] Predict(float[] instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return PredictInputs(instances);
    }

    /// <summary>Predicts rows of a table.</summary>
    /// <param name="rows">The rows, read with <see cref="TablePreprocessing.ColumnSchemas"/>.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public Prediction[] Predict(Table rows, Action<CellProblem> onProblem)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return PredictInputs(Description.Table!.Transform(rows, onProblem));
    }

    /// <summary>Converts outputs to predictions.</summary>
    /// <param name="outputs">The outputs of <see cref="Run"/>.</param>
    public Prediction[] ToPredictions(float[] outputs) => decoder.Decode(outputs);

    /// <summary>Computes the outputs of rows, batch by batch. With an ensemble, they are the mean of the outputs of all networks.</summary>
    /// <param name="inputs">[rows, inputs]: pixel values from 0 to 255, or the rows of a table as encoded by <see cref="Encoder"/>.</param>
    /// <param name="outputs">
    /// Receives the result, [rows, <see cref="OutputsPerRow"/>]: the probabilities of the classes, or numbers to <see cref="Decode"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the computation between two batches.</param>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs, CancellationToken cancellationToken = default)
    {
        forwardPass.Run(inputs, outputs, cancellationToken);
        temperature?.Apply(outputs);
    }

    /// <summary>
    /// Returns the index of the class that is predicted: the most probable one, of equally probable classes the first; or the one that the threshold
    /// of the model decides for.
    /// </summary>
    public int ClassOf(ReadOnlySpan<float> probabilities) =>
        Description.Threshold?.ClassOf(probabilities) ?? TensorPrimitives.IndexOfMax(probabilities);

    /// <summary>Returns the number that an output means, in the unit of the target. Only for regression.</summary>
    public double Decode(float output) => Description.Target!.Decode(output);

    /// <summary>Returns the indices of the first 20 rows that have no finite prediction. <see cref="OverflowReason"/> explains the cause.</summary>
    /// <param name="outputs">The outputs of <see cref="Run"/>.</param>
    public IReadOnlyList<int> FindOverflows(ReadOnlySpan<float> outputs) => decoder.FindOverflows(outputs);

    /// <summary>Summarizes all parameters and running statistics. Shared parameters appear once.</summary>
    public IReadOnlyList<ParameterSummary> SummarizeParameters() =>
        [.. StateDict().Select(named => ParameterReader.Summarize(named.Name, named.Tensor))];

    /// <summary>Returns values of a parameter or running statistic; null if the path does not exist.</summary>
    /// <param name="path">The path, for example <c>0.weight</c>.</param>
    /// <param name="skip">The number of values to skip.</param>
    /// <param name="take">The maximum number of values to return.</param>
    public ParameterValues? FindParameter(string path, long skip, long take) =>
        StateDict().FirstOrDefault(named => named.Name == path) is { Tensor: { } found } ? ParameterReader.Read(path, found, skip, take) : null;

    /// <summary>Returns the layers of the network as users see them.</summary>
    public NetworkGraph CreateGraph() => NetworkGraphFactory.Create(Description.Spec.Network, Description.NetworkInputs, OutputsPerRow);

    /// <summary>Returns the plan of the network, for exports.</summary>
    internal NetworkPlan CreatePlan() => new(Description.Spec.Network, Description.NetworkInputs, OutputsPerRow);

    /// <summary>Returns the parameters and running statistics of all networks by name.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> StateDict() => CheckpointNetwork.StateDict(network);

    private Prediction[] PredictInputs(ReadOnlySpan<float> inputs)
    {
        var outputs = new float[inputs.Length / Description.Inputs * OutputsPerRow];
        Run(inputs, outputs);
        return decoder.Decode(outputs);
    }
}
