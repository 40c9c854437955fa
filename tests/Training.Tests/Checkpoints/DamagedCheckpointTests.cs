using System.Security.Cryptography;
using System.Text;
using LearnML.Training.Predicting;
using LearnML.Training.State;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>A checkpoint that was changed on the disk says what is wrong with it.</summary>
public class DamagedCheckpointTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public void A_flipped_bit(int position) => AssertRejected("weights are damaged", saved =>
    {
        var bytes = File.ReadAllBytes(saved.WeightsFile);
        bytes[position < 0 ? ^1 : position] ^= 1;
        File.WriteAllBytes(saved.WeightsFile, bytes);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public void Cut_weights(int length) =>
        AssertRejected("weights are damaged", saved => File.WriteAllBytes(saved.WeightsFile, File.ReadAllBytes(saved.WeightsFile)[..length]));

    [Fact]
    public void Missing_weights() => AssertRejected("cannot be read", saved => File.Delete(saved.WeightsFile));

    [Fact]
    public void A_missing_description() => AssertRejected("cannot be read", saved => File.Delete(saved.DescriptionFile));

    [Fact]
    public void A_missing_checkpoint() => AssertRejected("files are missing", saved => Directory.Delete(Path.GetDirectoryName(saved.WeightsFile)!, true));

    [Fact]
    public void A_missing_folder() => AssertRejected("files are missing", saved => Directory.Delete(saved.Path, true));

    [Theory]
    [InlineData("")]
    [InlineData("epoch 1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void A_description_of_another_form(string text) => AssertRejected("cannot be read", saved => File.WriteAllText(saved.DescriptionFile, text));

    [Fact]
    public void Another_format() =>
        AssertRejected("format 2; this version reads format 1", saved => EditDescription(saved, "\"format\": 1", "\"format\": 2"));

    [Fact]
    public void Another_hash() =>
        AssertRejected("weights are damaged", saved => EditDescription(saved, "\"weightsSha256\": \"", "\"weightsSha256\": \"0"));

    [Fact]
    public void Weights_that_do_not_fit_the_description() =>
        AssertRejected("do not fit its description at '0.weight'", saved => EditDescription(saved, "\"height\": 2", "\"height\": 3"));

    [Fact]
    public void Swapped_shapes() => AssertRejected("do not fit its description at '0.weight'", saved => EditWeightsHeader(saved, "[4,6]", "[6,4]"));

    [Fact]
    public void Swapped_names() => AssertRejected("do not fit its description at '0.weight'", saved =>
    {
        EditWeightsHeader(saved, "\"0.weight\"", "\"9.weight\"");
        EditWeightsHeader(saved, "\"3.weight\"", "\"0.weight\"");
        EditWeightsHeader(saved, "\"9.weight\"", "\"3.weight\"");
    });

    [Fact]
    public void A_huge_header_behind_a_right_hash() => AssertRejected("shorter than its header", saved =>
        ReplaceWeights(saved, [.. BitConverter.GetBytes(ulong.MaxValue), .. File.ReadAllBytes(saved.WeightsFile)[8..]]));

    private static void AssertRejected(string words, Action<SavedNetwork> damage)
    {
        using var saved = new SavedNetwork();
        saved.Save();
        Assert.Equal("stripes", Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name).Description.Spec.Dataset);

        damage(saved);

        var refusal = Assert.Throws<CheckpointException>(() => Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static void EditDescription(SavedNetwork saved, string old, string now)
    {
        var text = File.ReadAllText(saved.DescriptionFile);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(saved.DescriptionFile, text.Replace(old, now, StringComparison.Ordinal));
    }

    // In the weights' header, with the hash made right.
    private static void EditWeightsHeader(SavedNetwork saved, string old, string now)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(saved.WeightsFile));
        Assert.Contains(old, text, StringComparison.Ordinal);
        ReplaceWeights(saved, Encoding.Latin1.GetBytes(text.Replace(old, now, StringComparison.Ordinal)));
    }

    private static void ReplaceWeights(SavedNetwork saved, byte[] weights)
    {
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(saved.WeightsFile)));
        File.WriteAllBytes(saved.WeightsFile, weights);
        EditDescription(saved, before, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }
}
