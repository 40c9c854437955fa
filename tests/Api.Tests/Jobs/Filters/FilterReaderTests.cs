using LearnML.Api.Jobs.Filters;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Listing;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Filters;

public sealed class FilterReaderTests
{
    [Fact]
    public void Conditions_and_words_are_read_apart()
    {
        var (words, conditions) = Read("""optimizer.learningRate<0.1  Second dataset : glyphs,polynomial AND "two Words" -tags:draft """);

        Assert.Equal(["second", "two words"], words);
        Assert.Equal(
            ["optimizer.learningRate Less 0.1 False", "dataset IsOneOf glyphs|polynomial False", "tags IsOneOf draft True"],
            conditions.Select(Describe));
    }

    [Theory]
    [InlineData("learningRate>=1e-3", "optimizer.learningRate GreaterOrEqual 0.001 False")]
    [InlineData("LOSS <= 0.3", "validation.loss LessOrEqual 0.3 False")]
    [InlineData("optimizer.kind!=adam", "optimizer.kind IsOneOf adam True")]
    [InlineData("network.hidden:[128, 64]", "network.hidden IsOneOf 128,64 False")]
    [InlineData("project=\"My thesis, 2\"", "project IsOneOf My thesis, 2 False")]
    [InlineData("project:\"a \\\"b\\\" \\\\ c\\d\"", "project IsOneOf a \"b\" \\ c\\d False")]
    [InlineData("state:running,queued", "state IsOneOf Running|Queued False")]
    [InlineData("starred:true", "starred IsOneOf true False")]
    [InlineData("training.epochs:5,10", "training.epochs IsOneOf 5|10 False")]
    [InlineData("created<2030-01-31", "created Less 2030-01-31 False")]
    [InlineData("created>2030-01-31", "created GreaterOrEqual 2030-02-01 False")]
    [InlineData("created<=9999-12-31", "created Less 9999-12-31 False")]
    [InlineData("test.accuracy>0.9", "test.accuracy Greater 0.9 False")]
    public void Condition_is_read_as_the_kind_of_its_field_needs(string filter, string expected) =>
        Assert.Equal([expected], Read(filter).Conditions.Select(Describe));

    [Fact]
    public void Day_is_read_as_its_24_hours() => Assert.Equal(
        ["created GreaterOrEqual 2030-01-31 False", "created Less 2030-02-01 False"], Read("created:2030-01-31").Conditions.Select(Describe));

    [Theory]
    [InlineData("optimiser.learningRate<0.1", "has the field 'optimiser.learningRate', which does not exist; did you mean 'optimizer.learningRate'?")]
    [InlineData("lr<0.1", "has the field 'lr', which does not exist; did you mean 'optimizer.learningRate'?")]
    [InlineData("lerningRate<0.1", "has the field 'lerningRate', which does not exist; did you mean 'optimizer.learningRate'?")]
    [InlineData("optimizer.learningRate<small",
        "compares optimizer.learningRate with 'small', which is not a number; write for example optimizer.learningRate<0.1")]
    [InlineData("optimizer.learningRate<",
        "has the condition optimizer.learningRate< without a value; write for example optimizer.learningRate<0.1")]
    [InlineData("tags:,", "has the condition tags: without a value; write for example tags:text")]
    [InlineData("optimizer.learningRate",
        "has the field optimizer.learningRate without a condition; write a comparison, such as optimizer.learningRate<0.1")]
    [InlineData("dataset<glyphs", "compares dataset with '<', but it is not a number; write for example dataset:text")]
    [InlineData("state:runing", "compares state with 'runing', but it is never that; did you mean state:running?")]
    [InlineData("optimizer.kind:lbfgs",
        "compares optimizer.kind with 'lbfgs', but it is one of sgd, adam, adamW, rmsProp, adagrad, adadelta")]
    [InlineData("0.1<optimizer.learningRate",
        "has '0.1<optimizer.learningRate', which does not begin with a field; write the field first, such as optimizer.learningRate<0.1")]
    [InlineData("name:\"open", "has a quotation mark without its end at character 6: \"open; write another one after the text")]
    [InlineData("dataset:glyphs network.hidden:[64,32",
        "has a list without its end at character 31: [64,32; write ] after its last value, such as network.hidden:[64,32]")]
    [InlineData("network.hidden:[64, 32 dataset:glyphs",
        "has a list without its end at character 16: [64, 32 dataset:glyphs; write ] after its last value, such as network.hidden:[64,32]")]
    [InlineData("[", "has a list without its end at character 1: [; write ] after its last value, such as network.hidden:[64,32]")]
    [InlineData("created:yesterday", "compares created with 'yesterday', which is not a time; write 2030-01-31 or 2030-01-31T12:00:00Z")]
    public void Error_says_what_is_wrong_and_names_the_nearest_field(string filter, string expected)
    {
        var errors = new FieldErrors();

        new FilterReader("filter", errors).Read(filter);

        Assert.Equal([expected], errors.ToDictionary()["filter"]);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var errors = new FieldErrors();

        var (words, conditions) = new FilterReader("filter", errors).Read("lr<1 dataset:glyphs epochs>many kind:adam OR word");

        Assert.Equal((4, 1, 1), (errors.ToDictionary()["filter"].Length, conditions.Count, words.Count));
        Assert.Contains(errors.ToDictionary()["filter"], reason => reason.Contains("may be ", StringComparison.Ordinal));
    }

    private static (IReadOnlyList<string> Words, IReadOnlyList<FieldCondition> Conditions) Read(string filter)
    {
        var errors = new FieldErrors();
        var read = new FilterReader("filter", errors).Read(filter);
        Assert.Empty(errors.ToDictionary());
        return read;
    }

    private static string Describe(FieldCondition condition) => FormattableString.Invariant(
        $"{condition.Field.Name} {condition.Operator} {string.Join('|', condition.Values.Select(Format))} {condition.IsNegated}");

    private static string Format(object value) => value switch
    {
        DateTimeOffset time => time.ToString("yyyy-MM-dd", null),
        JobState state => state.ToString(),
        _ => FormattableString.Invariant($"{value}"),
    };
}
