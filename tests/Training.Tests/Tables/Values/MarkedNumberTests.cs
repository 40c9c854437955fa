using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tests.Tables.Values;

public class MarkedNumberTests
{
    [Theory]
    [InlineData("1,234", '.', 1234, "")]
    [InlineData("1,234,567.5", '.', 1234567.5, "")]
    [InlineData("12,34,567", '.', 1234567, "")]
    [InlineData("1.234,5", ',', 1234.5, "")]
    [InlineData("1 234,5", ',', 1234.5, "")]
    [InlineData("1\u00A0234\u00A0567", '.', 1234567, "")]
    [InlineData("1\u202F234", '.', 1234, "")]
    [InlineData("1'234.50", '.', 1234.5, "")]
    [InlineData("1_000", '.', 1000, "")]
    [InlineData("$1,200", '.', 1200, "$")]
    [InlineData("-$5.50", '.', -5.5, "$")]
    [InlineData("$-5.50", '.', -5.5, "$")]
    [InlineData("($1,200.25)", '.', -1200.25, "$")]
    [InlineData("(5)", '.', -5, "")]
    [InlineData("5-", '.', -5, "")]
    [InlineData("\u22125", '.', -5, "")]
    [InlineData("USD 5", '.', 5, "USD")]
    [InlineData("R$ 1.234,50", ',', 1234.5, "R$")]
    [InlineData("5 \u20AC", '.', 5, "\u20AC")]
    [InlineData("12 kg", '.', 12, "kg")]
    [InlineData("5.3mg/L", '.', 5.3, "mg/L")]
    [InlineData("27.7%", '.', 27.7, "%")]
    [InlineData("20\u00B0C", '.', 20, "\u00B0C")]
    [InlineData("1.2k", '.', 1200, "")]
    [InlineData("3M", '.', 3e6, "")]
    [InlineData(".5 m", '.', 0.5, "m")]
    [InlineData(" 7 ", '.', 7, "")]
    public void Number_with_marks_is_read(string text, char decimalMark, double expected, string unit)
    {
        Assert.True(MarkedNumber.TryParse(text, decimalMark, out var number, out var found));
        Assert.Equal((expected, unit), (number, found.ToString()));
    }

    [Theory]
    [InlineData("1,23", '.')]
    [InlineData("1,2345", '.')]
    [InlineData("0,123", '.')]
    [InlineData("1234,567", '.')]
    [InlineData("1,234 567", '.')]
    [InlineData("1,234,56", '.')]
    [InlineData("1,,234", '.')]
    [InlineData("<1.0", '.')]
    [InlineData("A12", '.')]
    [InlineData("10-20", '.')]
    [InlineData("10:30", '.')]
    [InlineData("2024-01-05", '.')]
    [InlineData("$5 USD", '.')]
    [InlineData("--5", '.')]
    [InlineData("$", '.')]
    [InlineData("%", '.')]
    [InlineData("", '.')]
    [InlineData("1e39", '.')]
    [InlineData("999999999999999999999999999999999999999,0", ',')]
    public void Other_text_is_not_a_number(string text, char decimalMark) => Assert.False(MarkedNumber.TryParse(text, decimalMark, out _, out _));
}
