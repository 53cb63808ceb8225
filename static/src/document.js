/** Starts the document page. */
import 'pdfjs-dist/web/pdf_viewer.css';
