using System.Security.Cryptography;
using System.Text;
using LearnML.Training.Predicting;
using LearnML.Training.State;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>Loading a damaged checkpoint fails with the reason.</summary>
public class DamagedCheckpointTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public void Load_rejects_flipped_bit(int position) => AssertRejected("weights are damaged", saved =>
    {
        var bytes = File.ReadAllBytes(saved.WeightsFile);
        bytes[position < 0 ? ^1 : position] ^= 1;
        File.WriteAllBytes(saved.WeightsFile, bytes);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public void Load_rejects_truncated_weights(int length) =>
        AssertRejected("weights are damaged", saved => File.WriteAllBytes(saved.WeightsFile, File.ReadAllBytes(saved.WeightsFile)[..length]));

    [Fact]
    public void Load_rejects_missing_weights() => AssertRejected("files are missing", saved => File.Delete(saved.WeightsFile));

    [Fact]
    public void Load_rejects_missing_description() => AssertRejected("files are missing", saved => File.Delete(saved.DescriptionFile));

    [Fact]
    public void Load_rejects_missing_checkpoint() =>
        AssertRejected("files are missing", saved => Directory.Delete(Path.GetDirectoryName(saved.WeightsFile)!, true));

    [Fact]
    public void Load_rejects_missing_folder() => AssertRejected("files are missing", saved => Directory.Delete(saved.Path, true));

    [Theory]
    [InlineData("")]
    [InlineData("epoch 1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void Load_rejects_invalid_description(string text) =>
        AssertRejected("cannot be read", saved => File.WriteAllText(saved.DescriptionFile, text));

    [Fact]
    public void Load_rejects_unknown_format() =>
        AssertRejected("format 2; this version reads format 1", saved => EditDescription(saved, "\"format\": 1", "\"format\": 2"));

    [Fact]
    public void Load_rejects_wrong_hash() =>
        AssertRejected("weights are damaged", saved => EditDescription(saved, "\"weightsSha256\": \"", "\"weightsSha256\": \"0"));

    [Fact]
    public void Load_rejects_weights_that_do_not_fit_description() =>
        AssertRejected("do not fit its description at '0.weight'", saved => EditDescription(saved, "\"height\": 2", "\"height\": 3"));

    [Fact]
    public void Load_rejects_swapped_shapes() =>
        AssertRejected("do not fit its description at '0.weight'", saved => EditWeightsHeader(saved, "[4,6]", "[6,4]"));

    [Fact]
    public void Load_rejects_swapped_names() => AssertRejected("do not fit its description at '0.weight'", saved =>
    {
        EditWeightsHeader(saved, "\"0.weight\"", "\"9.weight\"");
        EditWeightsHeader(saved, "\"3.weight\"", "\"0.weight\"");
        EditWeightsHeader(saved, "\"9.weight\"", "\"3.weight\"");
    });

    [Fact]
    public void Load_rejects_huge_header_with_correct_hash() => AssertRejected("shorter than its header", saved =>
        ReplaceWeights(saved, [.. BitConverter.GetBytes(ulong.MaxValue), .. File.ReadAllBytes(saved.WeightsFile)[8..]]));

    private static void AssertRejected(string reason, Action<SavedNetwork> damage)
    {
        using var saved = new SavedNetwork();
        saved.Save();
        Assert.Equal("stripes", Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name).Description.Spec.Dataset);

        damage(saved);

        var exception = Assert.Throws<CheckpointException>(() => Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static void EditDescription(SavedNetwork saved, string old, string replacement)
    {
        var text = File.ReadAllText(saved.DescriptionFile);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(saved.DescriptionFile, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    // Edits the header of the weights and corrects the hash.
    private static void EditWeightsHeader(SavedNetwork saved, string old, string replacement)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(saved.WeightsFile));
        Assert.Contains(old, text, StringComparison.Ordinal);
        ReplaceWeights(saved, Encoding.Latin1.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)));
    }

    private static void ReplaceWeights(SavedNetwork saved, byte[] weights)
    {
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(saved.WeightsFile)));
        File.WriteAllBytes(saved.WeightsFile, weights);
        EditDescription(saved, before, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }
}
