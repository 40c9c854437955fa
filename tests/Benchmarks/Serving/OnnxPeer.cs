using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// Serves an exported image classifier with ONNX Runtime behind a minimal API, as one would write it without LearnML: the framework reads the body
/// and writes the answer, and the route has no access checks and no limits.
/// </summary>
internal sealed class OnnxPeer : IDisposable
{
    private readonly string name;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly WebApplication app;

    /// <summary>Starts to serve.</summary>
    /// <param name="name">The name of the model in the answers.</param>
    /// <param name="path">The exported file.</param>
    public OnnxPeer(string name, string path)
    {
        this.name = name;

        // One thread per request: requests run beside each other, and one image is little work.
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        session = new InferenceSession(path, options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapPost("/predict", Predict);
        app.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(new Uri(app.Urls.First()), "/predict");
    }

    /// <summary>The address of the route.</summary>
    public Uri Address { get; }

    public void Dispose()
    {
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
        session.Dispose();
        run.Dispose();
    }

    private OnnxAnswer Predict(OnnxBody body)
    {
        var (rows, width) = (body.Instances.Length, body.Instances[0].Length);
        var pixels = rows == 1 ? body.Instances[0] : body.Instances.SelectMany(row => row).ToArray();
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [rows, width]);
        using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
        var labels = outputs[0].GetStringTensorAsArray();
        var indices = outputs[1].GetTensorDataAsSpan<long>();
        var probabilities = outputs[2].GetTensorDataAsSpan<float>();
        var classes = probabilities.Length / rows;
        var predictions = new OnnxPrediction[rows];
        for (var row = 0; row < rows; row++)
        {
            predictions[row] = new OnnxPrediction(labels[row], indices[row], probabilities.Slice(row * classes, classes).ToArray());
        }

        return new OnnxAnswer(name, 1, predictions, []);
    }

    private sealed record OnnxBody(float[][] Instances);

    private sealed record OnnxAnswer(string Model, int Version, OnnxPrediction[] Predictions, string[] Warnings);

    private sealed record OnnxPrediction(string Label, long ClassIndex, float[] Probabilities);
}
