using Google.Protobuf;
using LearnML.Training.Calibration;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Exporting.Onnx;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// Exports models as ONNX files. The files take raw columns or pixels as input and return decoded predictions. The tensors have the same names
/// as in inference requests (<c>/v2</c>). (https://onnx.ai)
/// </summary>
public static class OnnxExporter
{
    private const int IrVersion = 10;
    private const int OpsetVersion = 20;
    private const int MachineLearningOpsetVersion = 3;

    // A Protocol Buffers message must be smaller than 2 GiB. 64 MiB are reserved for everything except the weights.
    private const long MaximumWeightBytes = int.MaxValue - (1 << 26);

    /// <summary>Writes a file. After that, it checks that ONNX Runtime predicts the same with the file as the model.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="path">The path of the new file.</param>
    /// <param name="cancellationToken">Cancels the export, also while ONNX Runtime loads or runs the file.</param>
    /// <exception cref="ExportException">The model is too large for the format, or the predictions differ.</exception>
    /// <exception cref="OperationCanceledException">The export was cancelled.</exception>
    public static void Export(Predictor predictor, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        if (predictor.WeightBytes > MaximumWeightBytes)
        {
            throw new ExportException(
                $"The model's weights have {predictor.WeightBytes:n0} bytes, but an ONNX file must be smaller than 2 GiB. " +
                "Use format=safetensors, which has no size limit.");
        }

        WriteFile(predictor, path);
        cancellationToken.ThrowIfCancellationRequested();
        OnnxVerifier.Verify(path, predictor, cancellationToken);
    }

    private static void WriteFile(Predictor predictor, string path)
    {
        var description = predictor.Description;
        var graph = new OnnxGraph();
        var inputs = description.Table is { } table ? new OnnxPreprocessing(graph, table).AddColumns() : AddPixels(graph, description.Image!);
        var outputs = AddNetworks(graph, predictor, inputs);
        if (description.Target is { } target)
        {
            AddNumberOutput(graph, outputs, target);
        }
        else
        {
            AddClassOutputs(graph, description.Temperature is { } temperature ? AddTemperature(graph, outputs, temperature) : outputs, description);
        }

        using var file = File.Create(path);
        CreateModel(graph, description).WriteTo(file);
    }

    private static string AddPixels(OnnxGraph graph, ImageInput image)
    {
        var description = $"Images of {image.Height} x {image.Width} pixels from 0 to {image.Maximum}, row by row from the top.";
        var pixels = graph.AddInput(TensorNames.Instances, DataType.Float, image.Size, description);
        return graph.AddOperator("Div", [pixels, graph.AddConstant(image.Maximum)]);
    }

    /// <summary>
    /// Adds all networks and the mean of their outputs, and of the outputs of the copies of a row. Returns the name of the result: class
    /// probabilities, or the encoded number.
    /// </summary>
    private static string AddNetworks(OnnxGraph graph, Predictor predictor, string inputs)
    {
        var parameters = predictor.StateDict().ToDictionary(named => named.Name, named => named.Tensor);
        var (plan, members) = (predictor.CreatePlan(), predictor.Description.Spec.Network.Ensemble);
        var inputsOfNetwork = predictor.Description.NetworkInputs;
        var each = Enumerable.Range(0, members).Select(member =>
        {
            var output = new OnnxNetwork(graph, parameters, CheckpointNetwork.MemberPrefix(members, member), inputsOfNetwork)
                .Add(plan.Layers, inputs);
            output = predictor.Description.Target is null ? graph.AddOperator("Softmax", [output]) : output;
            return plan.Copies == 1 ? output
                : graph.AddOperator("ReduceMean", [output, graph.AddConstant([0L])], OnnxAttribute.Create("keepdims", 0));
        }).ToList();
        return members == 1 ? each[0] : graph.AddOperator("Mean", each);
    }

    private static void AddNumberOutput(OnnxGraph graph, string output, TargetEncoding target)
    {
        var number = new OnnxExpression(graph, graph.AddOperator("Cast", [output], OnnxAttribute.Create("to", (long)DataType.Double)));
        var decoded = (number * target.Scale) + target.Mean;
        var bounded = (target.IsLog ? decoded.Exp() : decoded).Clip(target.Minimum, target.Maximum);
        graph.AddOutput(bounded.Name, TensorNames.Value, DataType.Double, 1);
    }

    private static void AddClassOutputs(OnnxGraph graph, string probabilities, CheckpointDescription description)
    {
        var classes = description.Classes;
        var index = description.Threshold is { } threshold
            ? AddThreshold(graph, probabilities, threshold)
            : graph.AddOperator("ArgMax", [probabilities], OnnxAttribute.Create("axis", 1));
        graph.AddOutput(graph.AddOperator("Gather", [graph.AddConstant(classes), index]), TensorNames.Label, DataType.String, 1);
        graph.AddOutput(index, TensorNames.ClassIndex, DataType.Int64, 1);
        graph.AddOutput(probabilities, TensorNames.Probabilities, DataType.Float, classes.Count);
    }

    /// <summary>Adds the probabilities scaled by a temperature.</summary>
    private static string AddTemperature(OnnxGraph graph, string probabilities, double temperature)
    {
        var positive = graph.AddOperator("Max", [probabilities, graph.AddConstant(TemperatureScaling.SmallestProbability)]);
        var logarithms = graph.AddOperator("Log", [positive]);
        return graph.AddOperator("Softmax", [graph.AddOperator("Mul", [logarithms, graph.AddConstant((float)(1 / temperature))])]);
    }

    /// <summary>Adds the class that a threshold decides for, [rows, 1].</summary>
    private static string AddThreshold(OnnxGraph graph, string probabilities, DecisionThreshold threshold)
    {
        var positive = graph.AddOperator(
            "Gather", [probabilities, graph.AddConstant([(long)threshold.Positive])], OnnxAttribute.Create("axis", 1));
        var isPositive = graph.AddOperator("GreaterOrEqual", [positive, graph.AddConstant(threshold.Value)]);
        return graph.AddOperator(
            "Where", [isPositive, graph.AddConstant([(long)threshold.Positive]), graph.AddConstant([1L - threshold.Positive])]);
    }

    private static ModelProto CreateModel(OnnxGraph graph, CheckpointDescription description) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "LearnML",
        ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
        OpsetImport =
        {
            new OperatorSetIdProto { Version = OpsetVersion },
            new OperatorSetIdProto { Domain = OnnxGraph.MachineLearningDomain, Version = MachineLearningOpsetVersion },
        },
        Graph = graph.Proto,
        MetadataProps =
        {
            new StringStringEntryProto { Key = "job", Value = description.JobId.ToString() },
            new StringStringEntryProto { Key = "dataset", Value = description.Spec.Dataset },
            new StringStringEntryProto { Key = "dataset_sha256", Value = description.DatasetHash },
            new StringStringEntryProto { Key = "weights_sha256", Value = description.WeightsSha256 },
        },
    };
}
