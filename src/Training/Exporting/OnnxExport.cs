using Google.Protobuf;
using LearnML.Training.Checkpoints;
using LearnML.Training.Exporting.Onnx;
using LearnML.Training.Predicting;
using LearnML.Training.Preprocessing;
using DataType = LearnML.Training.Exporting.Onnx.TensorProto.Types.DataType;

namespace LearnML.Training.Exporting;

/// <summary>
/// Models as ONNX files that take raw columns or pixels and give decoded answers, in tensors of the names and shapes that
/// inference requests have. (https://onnx.ai)
/// </summary>
public static class OnnxExport
{
    private const string PixelsInput = "instances";
    private const string LabelOutput = "label";
    private const string ClassIndexOutput = "class_index";
    private const string ProbabilitiesOutput = "probabilities";
    private const string ValueOutput = "value";

    private const int IrVersion = 10;
    private const int Operators = 20;
    private const int LearningOperators = 3;

    // A message of Protocol Buffers has less than 2 GiB, and what is not weights takes some.
    private const long MostBytes = int.MaxValue - (1 << 26);

    /// <summary>The bytes of the file, checked: what ONNX Runtime answers with it is what the model answers.</summary>
    /// <exception cref="ExportException">It is too large for the format, or the answers differ.</exception>
    public static byte[] Of(Predictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var description = predictor.Description;
        if (predictor.Bytes > MostBytes)
        {
            throw new ExportException($"Its weights have {predictor.Bytes:n0} bytes, and an ONNX file less than 2 GiB. format=safetensors has no limit.");
        }

        var graph = new OnnxGraph();
        var inputs = description.Table is { } table ? new OnnxPreprocessing(graph, table).Add() : Pixels(graph, description.Image!);
        var outputs = Networks(graph, predictor, inputs);
        if (description.Target is { } target)
        {
            AnswerNumber(graph, outputs, target);
        }
        else
        {
            AnswerClass(graph, outputs, description.Classes);
        }

        var bytes = Model(graph, description).ToByteArray();
        OnnxCheck.Run(bytes, predictor);
        return bytes;
    }

    private static string Pixels(OnnxGraph graph, ImageInput image)
    {
        var pixels = graph.Input(PixelsInput, DataType.Float, image.Size, $"Images of {image.Height} x {image.Width} pixels, 0 to {image.Maximum}, row by row from the top.");
        return graph.Add("Div", [pixels, graph.Constant(image.Maximum)]);
    }

    /// <summary>What the networks say together: the probabilities of classes, or the number that they learned.</summary>
    private static string Networks(OnnxGraph graph, Predictor predictor, string inputs)
    {
        var parameters = predictor.Named().ToDictionary(named => named.Name, named => named.Tensor);
        var (plan, members) = (predictor.Plan(), predictor.Description.Spec.Network.Ensemble);
        var each = Enumerable.Range(0, members).Select(member =>
        {
            var output = new OnnxNetwork(graph, parameters, CheckpointFolder.NameOf(members, member)).Add(plan.Layers, inputs);
            return predictor.Description.Target is null ? graph.Add("Softmax", [output]) : output;
        }).ToList();
        return members == 1 ? each[0] : graph.Add("Mean", each);
    }

    private static void AnswerNumber(OnnxGraph graph, string output, TargetEncoding target)
    {
        var number = new OnnxNumber(graph, graph.Add("Cast", [output], OnnxAttribute.Of("to", (long)DataType.Double)));
        var decoded = (number * target.Scale) + target.Mean;
        graph.Output((target.IsLog ? decoded.Exp() : decoded).Name, ValueOutput, DataType.Double, 1);
    }

    private static void AnswerClass(OnnxGraph graph, string probabilities, IReadOnlyList<string> classes)
    {
        var index = graph.Add("ArgMax", [probabilities], OnnxAttribute.Of("axis", 1));
        graph.Output(graph.Add("Gather", [graph.Constant(classes), index]), LabelOutput, DataType.String, 1);
        graph.Output(index, ClassIndexOutput, DataType.Int64, 1);
        graph.Output(probabilities, ProbabilitiesOutput, DataType.Float, classes.Count);
    }

    private static ModelProto Model(OnnxGraph graph, CheckpointDescription description) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "LearnML",
        ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
        OpsetImport = { new OperatorSetIdProto { Version = Operators }, new OperatorSetIdProto { Domain = OnnxGraph.MachineLearning, Version = LearningOperators } },
        Graph = graph.Message,
        MetadataProps =
        {
            new StringStringEntryProto { Key = "job", Value = description.JobId.ToString() },
            new StringStringEntryProto { Key = "dataset", Value = description.Spec.Dataset },
            new StringStringEntryProto { Key = "dataset_sha256", Value = description.DatasetHash },
            new StringStringEntryProto { Key = "weights_sha256", Value = description.WeightsSha256 },
        },
    };
}
