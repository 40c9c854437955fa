using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LearnML.Api.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TestFile : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TestHash",
                table: "Uploads",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TestProfile",
                table: "Uploads",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TestHash",
                table: "Uploads");

            migrationBuilder.DropColumn(
                name: "TestProfile",
                table: "Uploads");
        }
    }
}
