using LearnML.Training.Datasets.Images;

namespace LearnML.Training.Tests.Datasets.Images;

public class GlyphsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Same_seed_gives_same_bytes_on_every_machine()
    {
        var dataset = (ImageDataset)await new Glyphs().LoadAsync(Token);

        Assert.Equal("b0394fd888989c42a459822cf4d38afcc58a79b3777b23dbafd038acee108c4b", dataset.ContentHash);
    }

    [Fact]
    public async Task Different_seed_gives_different_images()
    {
        var first = (ImageDataset)await new Glyphs(100, 10).LoadAsync(Token);
        var second = (ImageDataset)await new Glyphs(100, 10, seed: 1).LoadAsync(Token);

        Assert.NotEqual(first.Train.Pixels, second.Train.Pixels);
        Assert.NotEqual(first.Test.Pixels, second.Test.Pixels);
    }

    [Fact]
    public async Task Test_part_does_not_depend_on_training_part()
    {
        var few = (ImageDataset)await new Glyphs(10, 50).LoadAsync(Token);
        var many = (ImageDataset)await new Glyphs(200, 50).LoadAsync(Token);

        Assert.Equal(few.Test.Pixels, many.Test.Pixels);
        Assert.NotEqual(few.ContentHash, many.ContentHash);
    }

    [Fact]
    public async Task Classes_are_balanced_and_shuffled()
    {
        var dataset = (ImageDataset)await new Glyphs(600, 100).LoadAsync(Token);

        var profile = dataset.CreateProfile();
        Assert.Equal(Enumerable.Repeat(60, 10), profile.Images!.Train.ClassCounts);
        Assert.Equal(Enumerable.Repeat(10, 10), profile.Images!.Test.ClassCounts);
        Assert.All(dataset.Train.Labels.Chunk(100), labels => Assert.Equal(10, labels.Distinct().Count()));
        Assert.NotEqual(dataset.Train.Labels[..10], dataset.Train.Labels[10..20]);
    }
}
