using System.Security.Cryptography;
using System.Text;
using LearnML.Training.Predicting;
using LearnML.Training.State;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Checkpoints;

/// <summary>A checkpoint that was changed on the disk says what is wrong with it.</summary>
public class DamageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public void A_flipped_bit(int position) => Refused("weights are damaged", saved =>
    {
        var bytes = File.ReadAllBytes(saved.Weights);
        bytes[position < 0 ? ^1 : position] ^= 1;
        File.WriteAllBytes(saved.Weights, bytes);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public void Cut_weights(int length) =>
        Refused("weights are damaged", saved => File.WriteAllBytes(saved.Weights, File.ReadAllBytes(saved.Weights)[..length]));

    [Fact]
    public void Missing_weights() => Refused("files are missing", saved => File.Delete(saved.Weights));

    [Fact]
    public void A_missing_description() => Refused("files are missing", saved => File.Delete(saved.DescriptionFile));

    [Fact]
    public void A_missing_checkpoint() => Refused("files are missing", saved => Directory.Delete(Path.GetDirectoryName(saved.Weights)!, true));

    [Fact]
    public void A_missing_folder() => Refused("files are missing", saved => Directory.Delete(saved.Path, true));

    [Theory]
    [InlineData("")]
    [InlineData("epoch 1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void A_description_of_another_form(string text) => Refused("cannot be read", saved => File.WriteAllText(saved.DescriptionFile, text));

    [Fact]
    public void Another_format() =>
        Refused("format 2; this version reads format 1", saved => Describe(saved, "\"format\": 1", "\"format\": 2"));

    [Fact]
    public void Another_hash() =>
        Refused("weights are damaged", saved => Describe(saved, "\"weightsSha256\": \"", "\"weightsSha256\": \"0"));

    [Fact]
    public void Weights_that_do_not_fit_the_description() =>
        Refused("do not fit its description at '0.weight'", saved => Describe(saved, "\"height\": 2", "\"height\": 3"));

    [Fact]
    public void Swapped_shapes() => Refused("do not fit its description at '0.weight'", saved => Rewrite(saved, "[4,6]", "[6,4]"));

    [Fact]
    public void Swapped_names() => Refused("do not fit its description at '0.weight'", saved =>
    {
        Rewrite(saved, "\"0.weight\"", "\"9.weight\"");
        Rewrite(saved, "\"3.weight\"", "\"0.weight\"");
        Rewrite(saved, "\"9.weight\"", "\"3.weight\"");
    });

    [Fact]
    public void A_huge_header_behind_a_right_hash() => Refused("shorter than its header", saved =>
        Rehash(saved, [.. BitConverter.GetBytes(ulong.MaxValue), .. File.ReadAllBytes(saved.Weights)[8..]]));

    private static void Refused(string words, Action<SavedNetwork> damage)
    {
        using var saved = new SavedNetwork();
        saved.Save();
        Assert.Equal("stripes", Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name).Description.Spec.Dataset);

        damage(saved);

        var refusal = Assert.Throws<CheckpointException>(() => Predictor.Load(saved.Folder, SavedNetwork.Checkpoint, TestDevice.Name));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static void Describe(SavedNetwork saved, string old, string now)
    {
        var text = File.ReadAllText(saved.DescriptionFile);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(saved.DescriptionFile, text.Replace(old, now, StringComparison.Ordinal));
    }

    // In the weights' header, with the hash made right.
    private static void Rewrite(SavedNetwork saved, string old, string now)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(saved.Weights));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Rehash(saved, Encoding.Latin1.GetBytes(text.Replace(old, now, StringComparison.Ordinal)));
    }

    private static void Rehash(SavedNetwork saved, byte[] weights)
    {
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(saved.Weights)));
        File.WriteAllBytes(saved.Weights, weights);
        Describe(saved, before, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }
}
