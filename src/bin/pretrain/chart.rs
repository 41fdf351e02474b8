//! Precision against recall, as an SVG that can be read on light and on dark ground.

use std::fmt::Write;

/// A line of the chart, drawn from left to right.
pub struct Line {
    /// What stands to the right of it.
    pub name: &'static str,
    /// x and y, both in 0…1.
    pub points: Vec<[f64; 2]>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
/// Left, top, right, bottom of the plane.
const PLANE: [f64; 4] = [56.0, 16.0, 544.0, 352.0];
/// Room for a name, and for a piece of its line before it.
const LINE_HEIGHT: f64 = 18.0;
const SAMPLE: f64 = 24.0;

/// Colours after Okabe & Ito, told apart by all eyes; the text's, the grid's and the four lines', on
/// light and on dark ground.
const STYLE: &str = "\
    text{font:13px system-ui,sans-serif;fill:#444}.g{stroke:#ddd}path{fill:none;stroke-width:2}\
    .l0{stroke:#0068a8}.l1{stroke:#b34700}.l2{stroke:#b34700;stroke-dasharray:6 4}\
    .l3{stroke:#777;stroke-dasharray:2 3}\
    .n0{fill:#0068a8;font-weight:600}.n1,.n2{fill:#b34700}.n3{fill:#666}\
    @media(prefers-color-scheme:dark){text{fill:#bbb}.g{stroke:#444}\
    .l0{stroke:#56b4e9}.l1,.l2{stroke:#f0934e}.l3{stroke:#999}\
    .n0{fill:#56b4e9}.n1,.n2{fill:#f0934e}.n3{fill:#aaa}}";

/// Up to four lines over a grid.
pub fn draw(lines: &[Line]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\
         <title>Precision against recall</title><style>{STYLE}</style>\n"
    );
    grid(&mut svg);
    let mut names: Vec<(f64, usize)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut path = String::new();
        for (step, [x, y]) in line.points.iter().enumerate() {
            let command = if step == 0 { 'M' } else { 'L' };
            _ = write!(path, "{command}{:.1} {:.1}", across(*x), up(*y));
        }
        _ = writeln!(svg, "<path class=\"l{index}\" d=\"{path}\"/>");
        // Before the lines come together at full recall.
        let [_, y] = line.points[line.points.len().saturating_sub(2)];
        names.push((up(y), index));
    }
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest = f64::NEG_INFINITY;
    for (y, index) in names {
        let y = y.max(lowest + LINE_HEIGHT);
        lowest = y;
        let (x, name) = (PLANE[2] + 8.0, lines[index].name);
        _ = writeln!(
            svg,
            "<path class=\"l{index}\" d=\"M{x} {y:.1}h{SAMPLE}\"/>\
             <text class=\"n{index}\" x=\"{}\" y=\"{:.1}\">{name}</text>",
            x + SAMPLE + 6.0,
            y + 4.0
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn across(x: f64) -> f64 {
    PLANE[0] + x * (PLANE[2] - PLANE[0])
}

fn up(y: f64) -> f64 {
    PLANE[3] - y * (PLANE[3] - PLANE[1])
}

/// Lines at every fifth with their numbers, and what the axes show.
fn grid(svg: &mut String) {
    let [left, top, right, bottom] = PLANE;
    for fifth in 0..=5 {
        let (percent, share) = (20 * fifth, f64::from(fifth) / 5.0);
        let (x, y) = (across(share), up(share));
        _ = writeln!(
            svg,
            "<path class=\"g\" style=\"stroke-width:1\" d=\"M{left} {y:.1}H{right}M{x:.1} {top}V{bottom}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{percent}</text>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{percent}</text>",
            left - 8.0,
            y + 4.0,
            bottom + 18.0
        );
    }
    let (middle, below) = (across(0.5), HEIGHT - 10.0);
    _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{below}\" text-anchor=\"middle\">Recall, %</text>\
         <text transform=\"translate(16 {}) rotate(-90)\" text-anchor=\"middle\">Precision, %</text>",
        up(0.5)
    );
}
