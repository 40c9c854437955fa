using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Tests.Tables.Columns;

public class DateParserTests
{
    [Theory]
    [InlineData("2026-11-23", "2026-11-23T00:00")]
    [InlineData("2026/1/3", "2026-01-03T00:00")]
    [InlineData("20261123", "2026-11-23T00:00")]
    [InlineData("2026-11", "2026-11-01T00:00")]
    [InlineData("2026-11-23 10:47:00+00:00", "2026-11-23T10:47")]
    [InlineData("2026-11-23T10:47:31.123456Z", "2026-11-23T10:47")]
    [InlineData("2026-11-23 23:30 -0500", "2026-11-24T04:30")]
    [InlineData("2026-11-23 10:47 UTC", "2026-11-23T10:47")]
    [InlineData("2026-07-01 10:00 CEST", "2026-07-01T08:00")]
    [InlineData("23 Nov 2026", "2026-11-23T00:00")]
    [InlineData("23-Nov-26", "2026-11-23T00:00")]
    [InlineData("5-Jan-69", "1969-01-05T00:00")]
    [InlineData("Nov 23, 2026", "2026-11-23T00:00")]
    [InlineData("November 2026", "2026-11-01T00:00")]
    [InlineData("Sept. 3, 2026 3:05 PM", "2026-09-03T15:05")]
    [InlineData("Mon, 23 Nov 2026 10:47:00 GMT", "2026-11-23T10:47")]
    [InlineData("Monday, November 23, 2026", "2026-11-23T00:00")]
    [InlineData("23.11.2026 12:05 AM", "2026-11-23T00:05")]
    [InlineData(" 2026-11-23 ", "2026-11-23T00:00")]
    public void Date_is_read_whatever_the_order(string text, string expected)
    {
        foreach (var order in Enum.GetValues<DateOrder>()
            .Where(order => !text.Contains("23.11", StringComparison.Ordinal) || order == DateOrder.DayFirst))
        {
            Assert.True(DateParser.TryParse(text, order, out var date), $"{text} {order}");
            Assert.Equal(expected, date.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("03/04/2026", DateOrder.DayFirst, "2026-04-03")]
    [InlineData("03/04/2026", DateOrder.MonthFirst, "2026-03-04")]
    [InlineData("3-4-26", DateOrder.DayFirst, "2026-04-03")]
    [InlineData("3/4/26 1:05 pm", DateOrder.MonthFirst, "2026-03-04")]
    public void Order_of_day_and_month_decides(string text, DateOrder order, string expected)
    {
        Assert.True(DateParser.TryParse(text, order, out var date));
        Assert.Equal(expected, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("13/13/2026")]
    [InlineData("0000-00-00")]
    [InlineData("2026-02-29")]
    [InlineData("2026-11-23 25:00")]
    [InlineData("2026-11-23 10:60")]
    [InlineData("2026-11-23 13:05 PM")]
    [InlineData("2026-11-23x")]
    [InlineData("2026-11-23 10:00 Mars")]
    [InlineData("NaT")]
    [InlineData("maybe 5 2026")]
    [InlineData("12.5")]
    [InlineData("123.45678")]
    [InlineData("192.168.1.1")]
    [InlineData("10:30")]
    [InlineData("")]
    public void Other_text_is_not_a_date(string text)
    {
        Assert.False(DateParser.TryParse(text, DateOrder.DayFirst, out _));
        Assert.False(DateParser.TryParse(text, DateOrder.MonthFirst, out _));
    }

    [Fact]
    public void Number_is_eight_digits_or_counts_from_1970()
    {
        Assert.True(DateParser.TryReadNumber(1_795_430_820_250, out var date));
        Assert.Equal(new DateTime(2026, 11, 23, 10, 47, 0, 250), date);
        Assert.True(DateParser.TryReadNumber(1_795_430_820, out date));
        Assert.Equal(new DateTime(2026, 11, 23, 10, 47, 0), date);
        Assert.True(DateParser.TryReadNumber(20_261_123, out date));
        Assert.Equal(new DateTime(2026, 11, 23), date);
        Assert.True(DateParser.TryReadNumber(-2_208_988_800, out date));
        Assert.Equal(new DateTime(1900, 1, 1), date);
        Assert.True(DateParser.TryReadNumber(253_402_300_799_000, out _));
        Assert.All(
            [0, -1, 1.5, 2026, 44_990, 20_261_123.5, 20_261_399, 99_999_999, 253_402_300_800_000, 1e300, double.NaN, double.PositiveInfinity],
            number => Assert.False(DateParser.TryReadNumber(number, out _), $"{number}"));
    }

    [Theory]
    [InlineData("2026-11-23T10:47:05", "10:47:05.0000000")]
    [InlineData("2026-11-23 10:47:05.25", "10:47:05.2500000")]
    [InlineData("2026-11-23 10:47:05,123456789", "10:47:05.1234567")]
    [InlineData("2026-11-23 10:47:05.5+01:00", "09:47:05.5000000")]
    [InlineData("11/23/2026 3:05:59 PM", "15:05:59.0000000")]
    [InlineData("2026-11-23 23:59:60", "23:59:59.0000000")]
    public void Seconds_and_their_fractions_are_read(string text, string expected)
    {
        Assert.True(DateParser.TryParse(text, DateOrder.MonthFirst, out var date));
        Assert.Equal(expected, date.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture));
    }
}
