using System.Globalization;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tests.Tables.Values;

public class NumberParserTests
{
    [Fact]
    public void Parser_matches_base_library_bit_for_bit()
    {
        var random = new Random(17);
        for (var trial = 0; trial < 200_000; trial++)
        {
            var number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13));
            var text = number.ToString(trial % 3 == 0 ? "r" : $"f{random.Next(9)}", CultureInfo.InvariantCulture);

            Assert.True(NumberParser.TryParse(text, '.', out var parsed), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), parsed);
            Assert.True(NumberParser.TryParse(text.Replace('.', ','), ',', out parsed), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), parsed);
        }
    }

    [Fact]
    public void Short_texts_are_simple_numbers_exactly_if_they_have_that_form()
    {
        var random = new Random(23);
        const string Characters = "0123456789012345678901234567890123456789...,,-+ e/:\0\u0130\u0660\uFF11";
        for (var trial = 0; trial < 200_000; trial++)
        {
            var text = new string(random.GetItems(Characters.AsSpan(), random.Next(11)));
            text = random.Next(3) == 0 ? "-" + text : text;
            var mark = random.Next(2) == 0 ? '.' : ',';
            var digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
            var isSimple = digits.Any(char.IsAsciiDigit) && digits.Count(each => each == mark) <= 1
                && digits.All(each => char.IsAsciiDigit(each) || each == mark);

            Assert.True(isSimple == NumberParser.TryParseSimple(text, mark, out var number, out var decimals), text);
            if (isSimple)
            {
                // Minus zero is read as zero: adding 0 makes it so.
                var expected = double.Parse(text.Replace(mark, '.'), CultureInfo.InvariantCulture) + 0.0;
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(number));
                Assert.Equal(digits.Contains(mark) ? digits.Length - digits.IndexOf(mark) - 1 : -1, decimals);
            }
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.5", -0.5)]
    [InlineData("+3", 3)]
    [InlineData(" 7 ", 7)]
    [InlineData(".5", 0.5)]
    [InlineData("1e3", 1000)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    public void Parser_accepts_common_notations(string text, double expected)
    {
        Assert.True(NumberParser.TryParse(text, '.', out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e39")]
    public void Parser_rejects_texts_that_are_not_float32_numbers(string text) => Assert.False(NumberParser.TryParse(text, '.', out _));
}
