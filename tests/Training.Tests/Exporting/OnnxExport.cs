using LearnML.Training.Exporting;
using LearnML.Training.Predicting;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Exporting;

/// <summary>Exports a model into memory, and checks such a file.</summary>
internal static class OnnxExport
{
    /// <summary>Returns the content of the exported file.</summary>
    public static byte[] Create(Predictor predictor, CancellationToken cancellationToken = default)
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.onnx"];
        OnnxExporter.Export(predictor, path, cancellationToken);
        return File.ReadAllBytes(path);
    }

    /// <summary>Checks the content of a file with <see cref="OnnxVerifier"/>.</summary>
    public static void Verify(byte[] file, Predictor predictor, CancellationToken cancellationToken = default)
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.onnx"];
        File.WriteAllBytes(path, file);
        OnnxVerifier.Verify(path, predictor, cancellationToken);
    }
}
